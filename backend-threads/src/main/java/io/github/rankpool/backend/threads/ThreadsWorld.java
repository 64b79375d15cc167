package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Arguments;
import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Runs a program on several ranks of this JVM, as {@code mpiexec} does with processes. */
public final class ThreadsWorld {
  private static final int FAILED = 1;
  private static final long GRACE_SECONDS = 5;

  private final World world;
  private final List<Thread> threads = new ArrayList<>();

  /** In the order in which ranks failed. */
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private ThreadsWorld(int ranks) {
    this.world = new World(ranks);
  }

  /**
   * Runs a program on the ranks of a new world and waits until all have ended. Each rank has a
   * thread of its own. The first rank that fails aborts the others. If the calling thread is
   * interrupted, all are aborted.
   *
   * @param ranks how many, at least one
   * @param program what each runs; one object for all
   * @param arguments given to the program
   * @throws IllegalArgumentException if {@code ranks} is less than one
   * @throws MpiException if the calling thread was interrupted (code RP-314)
   * @throws Exception what the first failing rank threw, with those of the others suppressed
   */
  public static void run(int ranks, RankProgram program, String... arguments) throws Exception {
    if (ranks < 1) {
      throw Arguments.refused("ranks must be at least 1, not " + ranks);
    }
    ThreadsWorld running = new ThreadsWorld(ranks);
    running.start(program, List.of(arguments));
    running.await();
    running.throwFirstFailure();
  }

  private void start(RankProgram program, List<String> arguments) {
    for (int rank = 0; rank < world.ranks().size(); rank++) {
      MpiRuntime runtime = new ThreadsRuntime(world, rank);
      threads.add(world.thread(rank, () -> run(program, runtime, arguments)));
    }
    world.start();
  }

  // User code may throw anything, and whatever it is, the caller of run must get it.
  private void run(RankProgram program, MpiRuntime runtime, List<String> arguments) {
    try {
      program.run(runtime, arguments);
    } catch (Throwable e) {
      // Before the runtime closes, or others that notice the loss could come first.
      failures.add(e);
      world.abort(FAILED);
    } finally {
      runtime.close();
    }
  }

  private void await() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      world.abort(FAILED);
      awaitAborted();
      Thread.currentThread().interrupt();
      throw Fault.interrupted().exception();
    }
  }

  /** An aborted rank that neither waits nor looks at its interrupts may go on. */
  private void awaitAborted() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFirstFailure() throws Exception {
    Throwable first = failures.poll();
    if (first == null) {
      return;
    }
    failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
    if (first instanceof Error error) {
      throw error;
    }
    throw (Exception) first;
  }
}
