package io.github.rankpool.report;

/**
 * What one worker did, over time. Not thread-safe.
 *
 * <p>Reports of tasks tell how long they ran and when word of their end came, which for short tasks
 * it does for many at once. As a worker that has tasks does not pause, each is taken to have begun
 * when the one before had ended, but not before it was handed out.
 */
final class Lane {
  private final String label;
  private final String process;
  private long beganNanos;
  private final TimeSlots busy;
  private final TimeSlots backoff;
  private final TimeSlots begun;
  private WorkerTimes times = WorkerTimes.NONE;
  private long timesNanos;
  private long lastEndNanos;
  private long tasks;
  private long busyNanos;
  private long longestNanos;
  private long endedNanos = Long.MAX_VALUE;

  /**
   * Where a worker spent its time since it began, as it measured.
   *
   * @param idleNanos without a task
   * @param backoffNanos asleep between two looks for messages; of those without a task a part
   * @param backoffs how often it slept
   */
  record WorkerTimes(long idleNanos, long backoffNanos, long backoffs) {
    static final WorkerTimes NONE = new WorkerTimes(0, 0, 0);
  }

  /**
   * A worker that begins.
   *
   * @param label who it is
   * @param process where it is
   * @param beganNanos since the beginning of the run
   */
  Lane(String label, String process, long beganNanos) {
    this.label = label;
    this.process = process;
    this.beganNanos = beganNanos;
    this.busy = new TimeSlots();
    this.backoff = new TimeSlots();
    this.begun = new TimeSlots();
    this.timesNanos = beganNanos;
  }

  private Lane(Lane origin) {
    this.label = origin.label;
    this.process = origin.process;
    this.beganNanos = origin.beganNanos;
    this.busy = origin.busy.copy();
    this.backoff = origin.backoff.copy();
    this.begun = origin.begun.copy();
    this.times = origin.times;
    this.timesNanos = origin.timesNanos;
    this.lastEndNanos = origin.lastEndNanos;
    this.tasks = origin.tasks;
    this.busyNanos = origin.busyNanos;
    this.longestNanos = origin.longestNanos;
    this.endedNanos = origin.endedNanos;
  }

  /** What the worker has done by now. */
  Lane copy() {
    return new Lane(this);
  }

  /**
   * A task has ended.
   *
   * @param handedNanos when it was handed to the worker, since the beginning of the run
   * @param endNanos when word of its end came
   * @param runNanos as the worker measured it
   * @return when it began
   */
  long ran(long handedNanos, long endNanos, long runNanos) {
    long begin = Math.max(lastEndNanos, handedNanos);
    if (begin + runNanos > endNanos) {
      begin = Math.max(0, endNanos - runNanos);
    }
    lastEndNanos = begin + runNanos;
    beganNanos = Math.min(beganNanos, begin);
    busy.addSpan(begin, lastEndNanos);
    begun.add(begin, 1);
    tasks++;
    busyNanos += runNanos;
    longestNanos = Math.max(longestNanos, runNanos);
    return begin;
  }

  /** The worker has told its figures, which it does when they have changed. */
  void tell(WorkerTimes now, long nowNanos) {
    if (!now.equals(times)) {
      long slept = Math.max(0, now.backoffNanos() - times.backoffNanos());
      backoff.spread(timesNanos, nowNanos, slept);
      times = now;
      timesNanos = nowNanos;
    }
  }

  /** It is nobody's any more. */
  void end(long nowNanos) {
    endedNanos = nowNanos;
  }

  /** A pool has it, maybe another one than before. */
  void resume() {
    endedNanos = Long.MAX_VALUE;
  }

  /** Makes all slots wide enough for a time, and so equally wide in all lanes. */
  void cover(long time) {
    busy.cover(time);
    backoff.cover(time);
    begun.cover(time);
  }

  String label() {
    return label;
  }

  String process() {
    return process;
  }

  long beganNanos() {
    return beganNanos;
  }

  /** When it ended, or the end of the run if it is still there. */
  long endedNanos(long runNanos) {
    return Math.min(endedNanos, runNanos);
  }

  TimeSlots busy() {
    return busy;
  }

  TimeSlots backoff() {
    return backoff;
  }

  /** How many tasks began in each slot. */
  TimeSlots begun() {
    return begun;
  }

  long tasks() {
    return tasks;
  }

  long busyNanos() {
    return busyNanos;
  }

  long longestNanos() {
    return longestNanos;
  }

  WorkerTimes times() {
    return times;
  }
}
