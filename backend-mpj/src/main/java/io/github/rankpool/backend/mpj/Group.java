package io.github.rankpool.backend.mpj;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Processes in the order of their ranks (MPI-4.0 §7.2.1), as they are told to other processes. */
final class Group {
  private Group() {}

  static int bytes(int size) {
    return Integer.BYTES + size * Long.BYTES;
  }

  static void write(List<Peer> group, ByteBuffer to) {
    to.putInt(group.size());
    group.forEach(peer -> to.putLong(peer.address()));
  }

  static List<Peer> read(ByteBuffer from, Endpoint endpoint) {
    int size = from.getInt();
    List<Peer> group = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      group.add(endpoint.peer(from.getLong()));
    }
    return List.copyOf(group);
  }

  /** This process's rank in the group, or -1. */
  static int rankOfSelf(List<Peer> group) {
    for (int rank = 0; rank < group.size(); rank++) {
      if (group.get(rank).isSelf()) {
        return rank;
      }
    }
    return -1;
  }
}
