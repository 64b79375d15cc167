package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Ranks that this process has launched, all of them connected with it and with each other. They end
 * with this process, however it ends. Thread-safe.
 */
public final class LaunchedRanks implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final List<RankProcess> processes;
  private final List<Rendezvous.Guest> guests;
  private final long worldKey;
  private final long[] addresses;
  private final Thread hook = new Thread(this::end, "rankpool-mpj-exit");
  // Guarded by this.
  private boolean closed;

  LaunchedRanks(
      List<RankProcess> processes, List<Rendezvous.Guest> guests, long worldKey, long[] addresses) {
    this.processes = List.copyOf(processes);
    this.guests = List.copyOf(guests);
    this.worldKey = worldKey;
    this.addresses = addresses.clone();
  }

  /** From now on the end of this JVM ends the ranks, and waits for them. */
  void endWithJvm() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new MpiException(
          "RP-359", "this JVM ends, and can launch no ranks any more. Launch before.", e);
    }
  }

  /**
   * How many there are.
   *
   * @return at least one
   */
  public int size() {
    return addresses.length;
  }

  /**
   * A random number that the ranks and this process share for this launch only.
   *
   * @return the number
   */
  public long worldKey() {
    return worldKey;
  }

  /**
   * The connections with a rank.
   *
   * @param rank 0 to {@code size() - 1}
   * @return the same link always
   */
  public PeerLink link(int rank) {
    return guests.get(rank).link();
  }

  /**
   * The random number that a rank was given. No two ranks of this launch have the same.
   *
   * @param rank 0 to {@code size() - 1}
   * @return above zero
   */
  public long address(int rank) {
    return addresses[rank];
  }

  /**
   * Names a rank for messages.
   *
   * @param rank 0 to {@code size() - 1}
   * @return such as "rank 2 (pid 4711 on host node1)"
   */
  public String describe(int rank) {
    return "rank "
        + rank
        + " (pid "
        + guests.get(rank).pid()
        + " "
        + processes.get(rank).place()
        + ")";
  }

  /**
   * Asks to be told when the process of a rank has ended; for a rank of another host, the ssh that
   * leads to it.
   *
   * @param rank 0 to {@code size() - 1}
   * @param exitStatus called once, on a thread for this rank alone or, if the process has ended
   *     already, on the calling one; gets 128 and the signal's number if the process was killed
   */
  public void onExit(int rank, IntConsumer exitStatus) {
    processes.get(rank).onExit(exitStatus);
  }

  /**
   * Ends the ranks and closes the links: asks them to end, and ends those that have not within five
   * seconds, or at once if the thread is interrupted, by force. Idempotent. Blocks, ten seconds at
   * most.
   */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends already.
    }
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    processes.forEach(RankProcess::cutLifeLine);
    RankProcess.killAll(RankProcess.survivors(processes, Deadline.after(GRACE)));
    closeLinks();
  }

  private void closeLinks() {
    for (Rendezvous.Guest guest : guests) {
      try {
        guest.link().close();
      } catch (IOException e) {
        // The other end is gone anyway.
      }
    }
  }
}
