package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Communicator;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Checks of what callers give, made before anything is sent (rule P-7). */
final class Arguments {
  private Arguments() {}

  static void checkDestination(int destination, int size) {
    checkRank("destination", destination, size);
  }

  static void checkSource(int source, int size) {
    if (source != Communicator.ANY_SOURCE) {
      checkRank("source", source, size);
    }
  }

  static void checkRank(String what, int rank, int size) {
    if (rank < 0 || rank >= size) {
      throw refused(what + " must be a rank from 0 to " + (size - 1) + ", not " + rank);
    }
  }

  static void checkSendTag(int tag) {
    if (tag < 0 || tag > Communicator.MAX_TAG) {
      throw refused("tag must be from 0 to " + Communicator.MAX_TAG + ", not " + tag);
    }
  }

  static void checkReceiveTag(int tag) {
    if (tag != Communicator.ANY_TAG) {
      checkSendTag(tag);
    }
  }

  static void checkDirect(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw refused("a non-blocking call needs a direct buffer, not " + buffer);
    }
  }

  static void checkWritable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw refused("cannot receive into a read-only buffer: " + buffer);
    }
  }

  static void checkBytes(String what, ByteBuffer buffer, int expected) {
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
  static int checkGroup(int[] ranks, int self, int size) {
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

  static IllegalArgumentException refused(String message) {
    return new IllegalArgumentException("RP-303: " + message);
  }
}
