package io.github.rankpool.internal.group;

import io.github.rankpool.spi.Communicator;
import java.nio.ByteBuffer;

/** Checks of what users give, made before anything is sent or allocated. */
public final class Checks {
  /** The longest message, and the longest sum of the parts of a collective operation, in bytes. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private Checks() {}

  static void rank(String what, int rank, int size) {
    if (rank < 0 || rank >= size) {
      throw refused(
          what + " is rank " + rank + ", but the communicator has ranks 0 to " + (size - 1));
    }
  }

  static void source(int source, int size) {
    if (source != Communicator.ANY_SOURCE) {
      rank("the source", source, size);
    }
  }

  static void tag(int tag) {
    if (tag < 0 || tag > Communicator.MAX_TAG) {
      throw refused("the tag is " + tag + ", but tags are from 0 to " + Communicator.MAX_TAG);
    }
  }

  static void tagOrAny(int tag) {
    if (tag != Communicator.ANY_TAG) {
      tag(tag);
    }
  }

  /**
   * Refuses what is too long to be moved at once.
   *
   * @param what what it is, as the subject of a sentence
   * @param bytes its length
   * @return the length
   * @throws IllegalArgumentException if it is longer than {@link #MAX_BYTES}
   */
  public static int bytes(String what, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "RP-223: "
              + what
              + " would be "
              + bytes
              + " bytes; one operation moves at most "
              + MAX_BYTES
              + ". Move it in several parts.");
    }
    return (int) bytes;
  }

  /**
   * Refuses a buffer that cannot be written.
   *
   * @param buffer to receive into
   * @throws IllegalArgumentException if it is read-only
   */
  public static void writable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw refused("cannot receive into a read-only buffer: " + buffer);
    }
  }

  /**
   * An argument that is not valid.
   *
   * @param problem what is wrong, with the value
   * @return to be thrown
   */
  public static IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException("RP-221: " + problem + ".");
  }
}
