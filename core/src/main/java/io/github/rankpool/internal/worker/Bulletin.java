package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.comm.Sleeps;
import io.github.rankpool.internal.wire.Figures;
import io.github.rankpool.internal.wire.FrameType;
import java.util.concurrent.TimeUnit;

/** Tells the master now and then what this worker has done. For the communication thread only. */
final class Bulletin {
  static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Where no task has ended, so that thousands of idle workers do not keep their master busy. */
  static final long IDLE_INTERVAL_NANOS = 4 * INTERVAL_NANOS;

  private final Link link;
  private final int master;
  private final Effort effort;
  private final Sleeps sleeps;
  private Figures told = Figures.NONE;
  private long toldNanos;
  private long intervalNanos = INTERVAL_NANOS;

  /**
   * Creates one that will tell for the first time after an interval.
   *
   * @param link to the master
   * @param master its number there
   * @param effort of the task thread
   * @param sleeps of the communication thread
   * @param now in nanoseconds, as all moments here
   */
  Bulletin(Link link, int master, Effort effort, Sleeps sleeps, long now) {
    this.link = link;
    this.master = master;
    this.effort = effort;
    this.sleeps = sleeps;
    this.toldNanos = now;
  }

  /** Tells what is new, unless it did less than an interval ago. */
  void doWork(long now) {
    if (now - toldNanos >= intervalNanos) {
      tell(now);
    }
  }

  /** Tells what is new, if anything is. */
  void tell(long now) {
    toldNanos = now;
    Figures figures =
        new Figures(
            effort.tasks(),
            effort.busyNanos(now),
            effort.idleNanos(now),
            sleeps.count(),
            sleeps.nanos());
    intervalNanos = figures.tasks() == told.tasks() ? IDLE_INTERVAL_NANOS : INTERVAL_NANOS;
    if (!figures.equals(told)) {
      told = figures;
      link.post(master, FrameType.FIGURES, figures.toBytes());
    }
  }

  /** How long nobody needs to call {@link #doWork}, in nanoseconds. */
  long nanosToNextTelling(long now) {
    return Math.max(1, toldNanos + intervalNanos - now);
  }
}
