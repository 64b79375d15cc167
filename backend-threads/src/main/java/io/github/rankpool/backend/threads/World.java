package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Ranks started together, and the threads that run them. */
final class World {
  /** Numbers worlds, for the names of threads. */
  private static final int NOT_STARTED = 1;

  private static final AtomicLong WORLDS = new AtomicLong();

  private final long number = WORLDS.incrementAndGet();
  private final List<Rank> ranks;
  private final Space space;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  World(int size) {
    List<Rank> made = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      made.add(new Rank("rank " + rank + " of world " + number));
    }
    this.ranks = List.copyOf(made);
    this.space = Space.of(ranks);
  }

  List<Rank> ranks() {
    return ranks;
  }

  Space space() {
    return space;
  }

  /** Makes the thread of a rank, not started yet. */
  Thread thread(int rank, Runnable body) {
    Thread thread = new Thread(body, "rankpool-rank-" + number + "-" + rank);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /** Starts the threads of all ranks, or, where one cannot be started, of none for long. */
  void start() {
    try {
      threads.forEach(Thread::start);
    } catch (Throwable e) {
      abort(NOT_STARTED);
      throw e;
    }
  }

  /** Ends all ranks (MPI-4.0 §9.7): waits end in RP-312, other waits of their threads too. */
  void abort(int status) {
    Fault reason = Fault.aborted(status);
    // All are marked before any departs: an aborted rank must not see another one as merely lost.
    ranks.forEach(rank -> rank.markEnded(reason));
    ranks.forEach(Rank::depart);
    for (Thread thread : threads) {
      if (thread != Thread.currentThread()) {
        thread.interrupt();
      }
    }
  }
}
