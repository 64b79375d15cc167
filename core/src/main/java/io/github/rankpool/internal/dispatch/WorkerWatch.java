package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.dispatch.DispatchSettings.ProcessState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the workers' processes, as far as they can be seen from here. For the communication
 * thread only.
 */
final class WorkerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);

  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What a process has sent may be seen after its end, but not much later. */
  private static final long STRAGGLING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long GREETING_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long REAP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Roster roster;
  private final DispatchSettings settings;
  private final DispatchSettings.Processes processes;
  private final LongSupplier clock;
  private final long beganNanos;
  private long lookedNanos;

  /** When a worker's process was first seen to have ended. */
  private final Map<WorkerSlot, Long> endedNanos = new HashMap<>();

  /** When processes will have been waited for long enough; known from the last goodbye on. */
  private long reapUntilNanos;

  WorkerWatch(Roster roster, DispatchSettings settings, LongSupplier clock) {
    this.roster = roster;
    this.settings = settings;
    this.processes = settings.processes();
    this.clock = clock;
    this.beganNanos = clock.getAsLong();
    this.lookedNanos = beganNanos;
  }

  /** Workers that never speak must not be waited for. */
  void checkGreeting() {
    if (clock.getAsLong() - beganNanos > GREETING_LIMIT_NANOS) {
      throw new IllegalStateException(
          "RP-508: only %d of %d workers spoke within two minutes of their start. See what they printed."
              .formatted(roster.known().size(), roster.size()));
    }
  }

  /** Looks, now and then, which processes have ended. */
  void look(long now) {
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    for (WorkerSlot slot : roster) {
      WorkerInfo info = slot.info;
      if (info != null && slot.isAwaited() && processes.of(info) == ProcessState.ENDED) {
        endedNanos.putIfAbsent(slot, now);
      }
    }
  }

  /**
   * Whether a worker's process ended some time ago. The end of a process may be seen before its
   * last messages, and before MPI tells of it.
   *
   * @param quiet whether no message of it is on its way
   */
  boolean hasEnded(WorkerSlot slot, boolean quiet) {
    Long ended = endedNanos.get(slot);
    return ended != null && lookedNanos - ended >= (quiet ? 1 : STRAGGLING_NANOS);
  }

  /** Whether a worker that came later than the others has never spoken. */
  boolean isOverdue(WorkerSlot slot) {
    return slot.state() == WorkerSlot.State.GREETED
        && !roster.isOriginal(slot.rank)
        && clock.getAsLong() - slot.challengedNanos > GREETING_LIMIT_NANOS;
  }

  boolean hasSeenEnds() {
    return !endedNanos.isEmpty();
  }

  /**
   * Ends the process of a lost worker, so that it does not go on with tasks that are another's now;
   * but not where others would end with it.
   */
  void end(WorkerSlot slot) {
    if (settings.sharedFate().isEmpty() && processes.of(slot.known()) == ProcessState.RUNNING) {
      processes.end(slot.known());
    }
  }

  /** Whether a lost worker's process cannot be ended from here, though nobody would end with it. */
  boolean mustEndItself(WorkerSlot slot) {
    return slot.info != null
        && settings.sharedFate().isEmpty()
        && processes.of(slot.info) == ProcessState.UNSEEN;
  }

  /** The workers have said goodbye: now their processes end. */
  void beginReaping() {
    reapUntilNanos = clock.getAsLong() + REAP_LIMIT_NANOS;
  }

  /** Whether the workers' processes have ended: by themselves or, after a while, by force. */
  boolean isReaped() {
    if (!settings.spawned()) {
      return true;
    }
    boolean patient = clock.getAsLong() - reapUntilNanos < 0;
    if (patient && roster.anyRunning(processes)) {
      return false;
    }
    List<WorkerInfo> left = new ArrayList<>();
    for (WorkerInfo worker : roster.known()) {
      if (processes.of(worker) == ProcessState.RUNNING) {
        left.add(worker);
        processes.end(worker);
      }
    }
    if (!left.isEmpty()) {
      LOG.warn("RP-251: workers that did not end by themselves were ended by force: {}", left);
    }
    return true;
  }
}
