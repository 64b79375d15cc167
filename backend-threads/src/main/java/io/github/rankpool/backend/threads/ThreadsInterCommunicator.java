package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.ChannelCommunicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import java.util.ArrayList;
import java.util.List;

/** An intercommunicator (MPI-4.0 §7.6) over a space of two groups. */
final class ThreadsInterCommunicator extends ChannelCommunicator implements InterCommunicator {
  private final Space space;
  private final int side;

  ThreadsInterCommunicator(Space space, int side, int rank) {
    super(space.messages(side, rank), rank, false);
    this.space = space;
    this.side = side;
  }

  private Rank self() {
    return space.group(side).get(rank());
  }

  @Override
  public int size() {
    return space.group(side).size();
  }

  @Override
  protected void leave() {
    space.leaveAndWait(self());
  }

  @Override
  protected void giveUp() {
    self().leave(space);
  }

  @Override
  public int remoteSize() {
    return space.group(1 - side).size();
  }

  /** Rank 0 of side 0 makes the new space; rank 0 of side 1 passes it on in its group. */
  @Override
  public IntraCommunicator merge(boolean high) {
    checkConnected();
    Space merged;
    RankChannel local = space.internal(side, rank());
    if (rank() > 0) {
      merged = local.receiveObject(Space.class, 0, LOCAL);
    } else {
      RankChannel bridge = space.bridge(side, rank());
      if (side == 0) {
        merged = Space.of(inOrder(high));
        bridge.sendObject(merged, 0, BRIDGE);
      } else {
        merged = bridge.receiveObject(Space.class, 0, BRIDGE);
      }
      for (int other = 1; other < size(); other++) {
        local.sendObject(merged, other, LOCAL);
      }
    }
    return new ThreadsIntraCommunicator(merged, merged.group(0).indexOf(self()), false);
  }

  private List<Rank> inOrder(boolean high) {
    List<Rank> ranks = new ArrayList<>(space.group(high ? 1 - side : side));
    ranks.addAll(space.group(high ? side : 1 - side));
    return List.copyOf(ranks);
  }
}
