package io.github.rankpool.internal.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the workers' processes, as far as they can be seen from here. For the communication
 * thread only.
 */
final class WorkerWatch {
  static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long GREETING_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long REAP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Roster roster;
  private final DispatchSettings.Processes processes;
  private final LongSupplier clock;
  private final long beganNanos;
  private long lookedNanos;

  /** Whose process had ended at the last look. */
  private @Nullable WorkerInfo ended;

  /** When the wait for processes to end is over. */
  private long reapUntilNanos;

  WorkerWatch(Roster roster, DispatchSettings.Processes processes, LongSupplier clock) {
    this.roster = roster;
    this.processes = processes;
    this.clock = clock;
    this.beganNanos = clock.getAsLong();
    this.reapUntilNanos = beganNanos;
  }

  /** Workers that never speak must not be waited for. */
  void checkGreeting() {
    if (clock.getAsLong() - beganNanos > GREETING_LIMIT_NANOS) {
      throw new IllegalStateException(
          "RP-508: only %d of %d workers spoke within two minutes of their start. See what they printed."
              .formatted(roster.known().size(), roster.size()));
    }
  }

  /**
   * A worker that ended without a goodbye answers no more: its pool must not wait for it. Where the
   * backend tells that it is lost, the pool goes on; it has until the next look to do so, as the
   * end of a process may be seen before the end of its connections.
   */
  void checkAlive() {
    long now = clock.getAsLong();
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    WorkerInfo dead = roster.findDead(processes);
    if (dead != null && dead.equals(ended)) {
      throw new IllegalStateException(
          "RP-507: "
              + dead
              + " has ended before its time. See what it printed: it may have run out of memory, or"
              + " have been killed.");
    }
    ended = dead;
  }

  /** The workers have said goodbye: now their processes end. */
  void beginReaping() {
    reapUntilNanos = clock.getAsLong() + REAP_LIMIT_NANOS;
  }

  /** Whether the workers' processes have ended, or were waited for long enough. */
  boolean isReaped() {
    return !roster.anyRunning(processes) || clock.getAsLong() - reapUntilNanos >= 0;
  }
}
