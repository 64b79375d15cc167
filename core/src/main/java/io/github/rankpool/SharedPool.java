package io.github.rankpool;

import io.github.rankpool.internal.discovery.Backends;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Workers that all pools of a program share: what {@code rankpool run} opens before it calls the
 * program's main method.
 *
 * <p>While it is open, every pool that the program makes uses these workers, unless it names
 * another backend. A worker runs the tasks of all of them, in turn; a pool's initializer runs once
 * on every worker. Closing a pool leaves the workers to the others.
 */
public final class SharedPool implements AutoCloseable {
  private static final AtomicReference<@Nullable SharedPool> CURRENT = new AtomicReference<>();

  private final WorkerGroup workers;
  private final String backend;

  private SharedPool(WorkerGroup workers, String backend) {
    this.workers = workers;
    this.backend = backend;
  }

  /**
   * Makes rank 0 of a communicator the master and all others its workers. Collective.
   *
   * @param communicator not used by the program meanwhile; of size one, its program's pools share
   *     one worker, which is a thread of this JVM
   * @return present at rank 0; empty elsewhere, after the end of the shared pool
   * @throws IllegalStateException if this JVM has a shared pool already; at workers also if it did
   *     not end in good order
   */
  public static Optional<SharedPool> open(MpiCommunicator communicator) {
    if (CURRENT.get() != null) {
      throw new IllegalStateException(
          "RP-219: this program has a shared pool already; every pool it makes uses that");
    }
    if (communicator.size() > 1 && communicator.rank() > 0) {
      RankDivision.divide(communicator, 0).serve();
      return Optional.empty();
    }
    MpiPoolExecutorBuilder settings = MpiPoolExecutor.builder();
    SharedPool opened =
        communicator.size() == 1
            ? new SharedPool(PoolFactory.threads(settings.maxWorkers(1), true), Backends.THREADS)
            : new SharedPool(
                RankDivision.divide(communicator, 0).workers(PoolFactory.timing(settings), 0, true),
                communicator.backend());
    // Workers wait to be greeted, not for the first pool.
    opened.workers.start();
    CURRENT.set(opened);
    return Optional.of(opened);
  }

  /** The workers that a pool of this program shares; null if it has to have its own. */
  static @Nullable SharedPool current() {
    return CURRENT.get();
  }

  WorkerGroup workers() {
    return workers;
  }

  String backend() {
    return backend;
  }

  /**
   * Ends the workers once the pools that use them have been closed, and waits for that. Pools made
   * afterwards have workers of their own. The JVM's end does the same, without waiting for pools.
   */
  @Override
  public void close() {
    CURRENT.compareAndSet(this, null);
    workers.close();
    workers.ended().join();
  }
}
