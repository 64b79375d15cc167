package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Mailbox;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The worlds of a pool's workers: the one that it began with, and one for each time that lost
 * workers were replaced. Ranks in the pool are those in the first world, and go on with those of
 * the others.
 *
 * <p>For the communication thread only.
 */
final class Worlds implements Mailbox {
  private final List<World> worlds = new ArrayList<>();
  private int size;

  /** Which one to look into first. */
  private int turn;

  private record World(InterCommunicator workers, int firstRank) {
    boolean has(int rank) {
      return rank - firstRank < workers.remoteSize();
    }
  }

  /** A message whose sender has another rank in the pool. */
  private record Renumbered(MatchedMessage message, Status status) implements MatchedMessage {
    @Override
    public Status recv(ByteBuffer buffer) {
      message.recv(buffer);
      return status;
    }

    @Override
    public Request irecv(ByteBuffer buffer) {
      return message.irecv(buffer);
    }
  }

  /** Adds a world; its ranks follow those there are. */
  void add(InterCommunicator workers) {
    worlds.add(new World(workers, size));
    size += workers.remoteSize();
  }

  /** How many workers there were so far. */
  int size() {
    return size;
  }

  private World worldOf(int rank) {
    for (World world : worlds) {
      if (world.has(rank)) {
        return world;
      }
    }
    throw new IllegalArgumentException("worker " + rank + " of " + size);
  }

  @Override
  public Request isend(ByteBuffer buffer, int destination, int tag) {
    World world = worldOf(destination);
    return world.workers.isend(buffer, destination - world.firstRank, tag);
  }

  @Override
  public @Nullable MatchedMessage improbe(int source, int tag) {
    if (worlds.size() == 1) {
      return worlds.get(0).workers.improbe(source, tag);
    }
    for (int i = 0; i < worlds.size(); i++) {
      turn = (turn + 1) % worlds.size();
      World world = worlds.get(turn);
      MatchedMessage message = world.workers.improbe(Communicator.ANY_SOURCE, tag);
      if (message != null) {
        return new Renumbered(message, renumbered(message.status(), world));
      }
    }
    return null;
  }

  @Override
  public @Nullable Status iprobe(int source, int tag) {
    World world = worldOf(source);
    Status status = world.workers.iprobe(source - world.firstRank, tag);
    return status == null ? null : renumbered(status, world);
  }

  private static Status renumbered(Status status, World world) {
    return new Status(status.source() + world.firstRank, status.tag(), status.bytes());
  }

  @Override
  public boolean isLost(int peer) {
    World world = worldOf(peer);
    return world.workers.isLost(peer - world.firstRank);
  }

  /**
   * Ends the connections.
   *
   * @param isLost whether MPI would wait for a worker in vain
   */
  void part(IntPredicate isLost) {
    for (World world : worlds) {
      boolean whole = true;
      for (int rank = 0; rank < world.workers.remoteSize(); rank++) {
        whole &= !isLost.test(world.firstRank + rank);
      }
      if (whole) {
        world.workers.disconnect();
      } else {
        world.workers.abandon();
      }
    }
  }
}
