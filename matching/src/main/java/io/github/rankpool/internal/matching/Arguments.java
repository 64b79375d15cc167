package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Communicator;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Checks of what callers give, made before anything is sent (rule P-7). */
public final class Arguments {
  private Arguments() {}

  public static void checkDestination(int destination, int size) {
    checkRank("destination", destination, size);
  }

  public static void checkSource(int source, int size) {
    if (source != Communicator.ANY_SOURCE) {
      checkRank("source", source, size);
    }
  }

  public static void checkRank(String what, int rank, int size) {
    if (rank < 0 || rank >= size) {
      throw refused(what + " must be a rank from 0 to " + (size - 1) + ", not " + rank);
    }
  }

  public static void checkSendTag(int tag) {
    if (tag < 0 || tag > Communicator.MAX_TAG) {
      throw refused("tag must be from 0 to " + Communicator.MAX_TAG + ", not " + tag);
    }
  }

  public static void checkReceiveTag(int tag) {
    if (tag != Communicator.ANY_TAG) {
      checkSendTag(tag);
    }
  }

  public static void checkDirect(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw refused("a non-blocking call needs a direct buffer, not " + buffer);
    }
  }

  public static void checkWritable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw refused("cannot receive into a read-only buffer: " + buffer);
    }
  }

  public static void checkBytes(String what, ByteBuffer buffer, int expected) {
    if (buffer.remaining() != expected) {
      throw refused(
          what + " must have " + expected + " bytes remaining, not " + buffer.remaining());
    }
  }

  /**
   * Checks ranks that are to form a group.
   *
   * @return the place of this rank among them
   */
  public static int checkGroup(int[] ranks, int self, int size) {
    boolean[] seen = new boolean[size];
    int place = -1;
    for (int i = 0; i < ranks.length; i++) {
      checkRank("member of a group", ranks[i], size);
      if (seen[ranks[i]]) {
        throw refused("rank " + ranks[i] + " is there twice in group " + Arrays.toString(ranks));
      }
      seen[ranks[i]] = true;
      if (ranks[i] == self) {
        place = i;
      }
    }
    if (place < 0) {
      throw refused("this rank, " + self + ", is not in group " + Arrays.toString(ranks));
    }
    return place;
  }

  public static IllegalArgumentException refused(String message) {
    return new IllegalArgumentException("RP-303: " + message);
  }
}
