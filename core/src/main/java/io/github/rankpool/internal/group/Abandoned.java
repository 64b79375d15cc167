package io.github.rankpool.internal.group;

import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations whose wait was interrupted. MPI may still read or write their memory, which must not
 * be freed meanwhile, whatever becomes of the communicator: so they are held here.
 */
final class Abandoned {
  private record Entry(MpiRuntime runtime, Transfer transfer) {}

  /** Guarded by itself. */
  private static final List<Entry> ENTRIES = new ArrayList<>();

  private Abandoned() {}

  static void add(MpiRuntime runtime, List<Transfer> transfers) {
    synchronized (ENTRIES) {
      transfers.forEach(transfer -> ENTRIES.add(new Entry(runtime, transfer)));
    }
  }

  /** Lets go of those that are complete. For a runtime that is not closed. */
  static void release(MpiRuntime runtime, MpiLock lock) {
    List<Entry> own = new ArrayList<>();
    synchronized (ENTRIES) {
      // Taken out meanwhile: a request is for one thread, and no thread waits here for the lock.
      ENTRIES.removeIf(entry -> entry.runtime() == runtime && own.add(entry));
    }
    if (own.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      own.removeIf(entry -> isComplete(entry.transfer()));
    } finally {
      lock.unlock();
    }
    synchronized (ENTRIES) {
      ENTRIES.addAll(own);
    }
  }

  private static boolean isComplete(Transfer transfer) {
    try {
      return transfer.request().test() != null;
    } catch (MpiException e) {
      return true; // A failed request counts as complete; nobody is there to be told.
    }
  }
}
