package io.github.rankpool.backend.openmpi.bindings;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mpi.MPIException;

/**
 * Calls MPI with a time limit. A native call cannot be interrupted, so it is made by a daemon
 * thread of its own, which is left behind if the call does not return.
 */
final class Bounded {
  private Bounded() {}

  /**
   * Makes the call and waits for it; an interrupt of the caller is kept for later.
   *
   * @throws TimeoutException if the call did not return in time; it goes on
   */
  static <T> T call(String name, Duration limit, BindingsCommunicator.Operation<T> operation)
      throws MPIException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(operation::call);
    Thread thread = new Thread(task, "rankpool-openmpi-" + name);
    thread.setDaemon(true);
    thread.start();
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          T result = task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          thread.join();
          return result;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrapped(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static MPIException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof MPIException mpi) {
      return mpi;
    }
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new IllegalStateException(cause);
  }
}
