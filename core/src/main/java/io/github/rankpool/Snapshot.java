package io.github.rankpool;

import io.github.rankpool.internal.comm.Sleeps;
import io.github.rankpool.internal.comm.Traffic;
import io.github.rankpool.internal.dispatch.Census;
import io.github.rankpool.internal.dispatch.DurationTally;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.wire.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes statistics of what is counted in many places. */
final class Snapshot {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Pool pool;
  private final @Nullable Census census;
  private final List<Census.Member> members;

  private Snapshot(Pool pool) {
    this.pool = pool;
    this.census = pool.census();
    this.members = census == null ? List.of() : census.members();
  }

  /**
   * Takes a snapshot.
   *
   * @param pool whose
   * @param tally of its tasks
   * @param codec of its tasks
   * @param queueRemaining tasks that have room in its queue
   */
  static PoolStatistics of(Pool pool, TaskTally tally, MeasuredCodec codec, int queueRemaining) {
    return new Snapshot(pool).take(tally, codec, queueRemaining);
  }

  private PoolStatistics take(TaskTally tally, MeasuredCodec codec, int queueRemaining) {
    long lost = members.stream().filter(Census.Member::isLost).count();
    long busy = members.stream().filter(Census.Member::isBusy).count();
    return new PoolStatistics(
        tally.count(pool.outstanding(), busy, pool.retried()),
        durations(pool.waits()),
        durations(pool.runs()),
        pool.workersNow(),
        census == null ? 0 : census.size(),
        (int) lost,
        queueRemaining,
        traffic(codec),
        work(members.stream().map(Census.Member::figures).reduce(Figures.NONE, Figures::plus)),
        masterBackoff(),
        members.stream().filter(member -> !member.isLost()).map(this::worker).toList());
  }

  private static Durations durations(DurationTally tally) {
    List<Durations.UpTo> distribution = new ArrayList<>(DurationTally.CLASSES);
    long count = 0;
    for (int i = 0; i < DurationTally.CLASSES; i++) {
      count += tally.count(i);
      distribution.add(new Durations.UpTo(DurationTally.limitNanos(i), count));
    }
    return new Durations(count, tally.nanos(), List.copyOf(distribution));
  }

  private PoolStatistics.Traffic traffic(MeasuredCodec codec) {
    Traffic traffic = census == null ? Traffic.NONE : census.traffic();
    return new PoolStatistics.Traffic(
        traffic.framesSent(),
        traffic.framesReceived(),
        traffic.bytesSent(),
        traffic.bytesReceived(),
        traffic.chunkBytes(),
        codec.encodingNanos(),
        codec.decodingNanos());
  }

  private WorkerStatistics worker(Census.Member member) {
    long heardNanosAgo = member.heardNanosAgo();
    return new WorkerStatistics(
        member.info().rank(),
        member.info().host(),
        member.info().pid(),
        work(member.figures()),
        census == null ? 0 : (int) census.window(),
        member.roundTripNanos(),
        heardNanosAgo < 0 ? Double.NaN : heardNanosAgo / NANOS_PER_SECOND);
  }

  private static WorkerStatistics.Work work(Figures figures) {
    return new WorkerStatistics.Work(
        figures.tasks(),
        figures.busyNanos(),
        figures.idleNanos(),
        new WorkerStatistics.Sleeps(figures.sleeps(), figures.sleepNanos()));
  }

  private WorkerStatistics.Sleeps masterBackoff() {
    Sleeps sleeps = pool.sleeps();
    return sleeps == null
        ? new WorkerStatistics.Sleeps(0, 0)
        : new WorkerStatistics.Sleeps(sleeps.count(), sleeps.nanos());
  }
}
