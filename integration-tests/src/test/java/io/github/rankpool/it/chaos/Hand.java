package io.github.rankpool.it.chaos;

import io.github.rankpool.it.chaos.Plan.Blow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Strikes workers, and remembers when. Thread-safe. */
final class Hand {
  private final List<Long> pids;
  private final Duration longStop;
  private final Map<Integer, Long> struck = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "chaos-hand"));

  /**
   * Strikes nobody yet.
   *
   * @param pids of the workers, by rank
   * @param longStop one that stands still for so long may be taken for lost
   */
  Hand(List<Long> pids, Duration longStop) {
    this.pids = List.copyOf(pids);
    this.longStop = longStop;
  }

  /** Strikes when it is time. */
  void plan(List<Blow> blows) {
    for (Blow blow : blows) {
      after(blow.after(), () -> strike(blow));
      if (!blow.kills()) {
        after(blow.after().plus(blow.stop()), () -> signal(pids.get(blow.worker()), "CONT"));
      }
    }
  }

  private void after(Duration time, Runnable what) {
    var unused = thread.schedule(what, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void strike(Blow blow) {
    long pid = pids.get(blow.worker());
    if (blow.kills()) {
      struck.put(blow.worker(), System.nanoTime());
    } else if (blow.stop().compareTo(longStop) >= 0) {
      struck.putIfAbsent(blow.worker(), System.nanoTime());
    }
    if (!blow.kills()) {
      signal(pid, "STOP");
    } else if (pid == ProcessHandle.current().pid()) {
      interruptRank(blow.worker());
    } else {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Where ranks are threads: the one that owns its MPI does not survive an interrupt. */
  private static void interruptRank(int rank) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("rankpool-rank-\\d+-" + rank))
        .forEach(Thread::interrupt);
  }

  /** Nothing happens to one that has ended. */
  private static void signal(long pid, String name) {
    if (ProcessHandle.of(pid).isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has every worker print the stacks of its threads. */
  void dumpWorkers() {
    for (long pid : pids) {
      if (pid != ProcessHandle.current().pid()) {
        signal(pid, "CONT");
        signal(pid, "QUIT");
      }
    }
  }

  /** How many workers were struck so that they may be lost. */
  int struck() {
    return struck.size();
  }

  /** When a worker was struck so that it may be lost; empty if it was not. */
  OptionalLong struckNanos(int worker) {
    Long nanos = struck.get(worker);
    return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  /** The last time that a worker was struck so. Zero if none was. */
  long lastNanos() {
    return struck.values().stream().mapToLong(nanos -> nanos).max().orElse(0);
  }

  /** Strikes no more, once all that was planned is done. */
  void finish() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("blows are still to come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
