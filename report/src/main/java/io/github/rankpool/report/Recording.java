package io.github.rankpool.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a run, in a bounded amount of memory. Times are nanoseconds since its beginning.
 * Not thread-safe.
 */
final class Recording {
  /** About 3 MB of tasks, and 16 MB of workers. */
  static final int EXACT_TASKS = 10_000;

  static final int EXACT_WORKERS = 1_000;

  private final Lanes lanes;
  private final SlowestTasks slowest;
  private final RunTimes runTimes;
  private final TimeSlots ended;
  private long lastNanos;

  /**
   * A task that a worker has run.
   *
   * @param id in its pool
   * @param outcome in words
   * @param submittedNanos when the program handed it in
   * @param handedNanos when it was handed to the worker
   * @param endedNanos when word of its end came
   * @param runNanos as the worker measured it
   */
  record EndedTask(
      long id,
      String outcome,
      long submittedNanos,
      long handedNanos,
      long endedNanos,
      long runNanos) {}

  Recording() {
    this(new Lanes(EXACT_WORKERS), new SlowestTasks(EXACT_TASKS), new RunTimes(), new TimeSlots());
  }

  private Recording(Lanes lanes, SlowestTasks slowest, RunTimes runTimes, TimeSlots ended) {
    this.lanes = lanes;
    this.slowest = slowest;
    this.runTimes = runTimes;
    this.ended = ended;
  }

  /** What is known by now, to be looked at: it takes milliseconds, drawing it far longer. */
  Recording copy() {
    Map<Lane, Lane> lanesThen = new HashMap<>();
    Lanes lanesCopy = lanes.copy(lanesThen);
    SlowestTasks slowestCopy =
        slowest.copy(lane -> Objects.requireNonNull(lanesThen.get(lane), "a lane"));
    Recording copy = new Recording(lanesCopy, slowestCopy, runTimes.copy(), ended.copy());
    copy.lastNanos = lastNanos;
    return copy;
  }

  Lanes lanes() {
    return lanes;
  }

  void ended(Lane lane, EndedTask task) {
    long begin = lane.ran(task.handedNanos(), task.endedNanos(), task.runNanos());
    long wait = Math.max(0, begin - task.submittedNanos());
    slowest.offer(new TaskSpan(lane, task.id(), task.outcome(), wait, begin, task.runNanos()));
    runTimes.add(task.runNanos());
    ended.add(task.endedNanos(), 1);
    lastNanos = Math.max(lastNanos, task.endedNanos());
  }

  /** The workers that a pool has. */
  void workers(int pool, Collection<Integer> ranks, long nowNanos) {
    lanes.retain(pool, ranks, nowNanos);
    lastNanos = Math.max(lastNanos, nowNanos);
  }

  /** Makes the slots of everything reach up to a time, and so equally wide. */
  void cover(long nowNanos) {
    lastNanos = Math.max(lastNanos, nowNanos);
    ended.cover(lastNanos);
    lanes.all().forEach(lane -> lane.cover(lastNanos));
  }

  /** How long the run has lasted. */
  long lengthNanos() {
    return lastNanos;
  }

  /** How wide all slots are once they {@link #cover} the run. */
  long slotNanos() {
    return TimeSlots.slotNanos(lastNanos);
  }

  /** How many slots the run has. */
  int slots() {
    return (int) (lastNanos / slotNanos()) + 1;
  }

  /** How much of a slot belongs to the run, which ends within the last one; at least 1. */
  long widthOf(int slot) {
    return Math.max(1, Math.min(slotNanos(), lastNanos - slot * slotNanos()));
  }

  /** How many tasks ended in each slot. */
  TimeSlots ended() {
    return ended;
  }

  RunTimes runTimes() {
    return runTimes;
  }

  List<TaskSpan> slowestFirst() {
    return slowest.slowestFirst();
  }

  /** How many tasks are not kept one by one. */
  long merged() {
    return runTimes.count() - slowest.size();
  }
}
