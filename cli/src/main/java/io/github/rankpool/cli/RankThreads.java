package io.github.rankpool.cli;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The threads of this rank, where others have theirs in the same JVM. A rank's threads are those of
 * the thread group that its main method runs in: a thread belongs to the group of the one that
 * makes it.
 */
final class RankThreads {
  private RankThreads() {}

  /**
   * Waits until no thread but the calling one would keep a JVM of this rank's own alive: as Java
   * does behind a main method.
   */
  static void awaitOthers() {
    Optional<Thread> other = other();
    while (other.isPresent()) {
      try {
        other.get().join();
      } catch (InterruptedException e) {
        return; // Whoever interrupts the main thread wants the end.
      }
      other = other();
    }
  }

  private static Optional<Thread> other() {
    Thread own = Thread.currentThread();
    ThreadGroup group = Objects.requireNonNull(own.getThreadGroup());
    Thread[] threads = new Thread[1];
    int found = 1;
    while (found >= threads.length) {
      // An array that is full may not hold all.
      threads = new Thread[2 * threads.length + group.activeCount()];
      found = group.enumerate(threads);
    }
    return Arrays.stream(threads, 0, found)
        .filter(thread -> thread != own && !thread.isDaemon())
        .findFirst();
  }
}
