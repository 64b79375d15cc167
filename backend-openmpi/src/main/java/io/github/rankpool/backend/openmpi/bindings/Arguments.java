package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.Communicator;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Checks made before MPI is called, so that it has nothing to refuse (rule P-7). */
final class Arguments {
  private Arguments() {}

  static void rank(String what, int rank, int size) {
    if (rank < 0 || rank >= size) {
      throw bad(what + " " + rank + " is not in 0 to " + (size - 1));
    }
  }

  static void rankOrAny(int source, int size) {
    if (source != Communicator.ANY_SOURCE) {
      rank("source", source, size);
    }
  }

  static void tag(int tag) {
    if (tag < 0 || tag > Communicator.MAX_TAG) {
      throw bad("tag " + tag + " is not in 0 to " + Communicator.MAX_TAG);
    }
  }

  static void tagOrAny(int tag) {
    if (tag != Communicator.ANY_TAG) {
      tag(tag);
    }
  }

  static void direct(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw bad("a non-blocking operation needs a direct buffer, not " + buffer);
    }
  }

  static void writable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw bad("cannot receive into a read-only buffer: " + buffer);
    }
  }

  /** Ranks that are to form a group, this one among them. */
  static void group(int[] ranks, int self, int size) {
    boolean[] seen = new boolean[size];
    for (int rank : ranks) {
      rank("member of a group", rank, size);
      if (seen[rank]) {
        throw bad("rank " + rank + " is there twice in group " + Arrays.toString(ranks));
      }
      seen[rank] = true;
    }
    if (!seen[self]) {
      throw bad("this rank, " + self + ", is not in group " + Arrays.toString(ranks));
    }
  }

  static IllegalArgumentException bad(String problem) {
    return new IllegalArgumentException("RP-341: " + problem);
  }
}
