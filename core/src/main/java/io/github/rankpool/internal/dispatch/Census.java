package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Heartbeats;
import io.github.rankpool.internal.comm.Traffic;
import io.github.rankpool.internal.wire.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a group's workers, for any thread to read: a little old, perhaps, and not all of
 * one moment.
 */
public final class Census {
  private final Roster roster;
  private final Scheduler scheduler;
  private final Heartbeats heartbeats;
  private final Traffic traffic;

  Census(Roster roster, Scheduler scheduler, Heartbeats heartbeats, Traffic traffic) {
    this.roster = roster;
    this.scheduler = scheduler;
    this.heartbeats = heartbeats;
    this.traffic = traffic;
  }

  /**
   * A worker that has proved who it is.
   *
   * @param info who it is
   * @param isLost whether it is lost
   * @param isBusy whether it has tasks
   * @param figures what it told last
   * @param roundTripNanos how long it takes to have a task run there, beside running it; 0 if
   *     unknown
   * @param heardNanosAgo how long ago it was last heard of; -1 if unknown
   */
  public record Member(
      WorkerInfo info,
      boolean isLost,
      boolean isBusy,
      Figures figures,
      long roundTripNanos,
      long heardNanosAgo) {}

  /**
   * The workers, those that were lost too.
   *
   * @return in the order of their ranks
   */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (WorkerSlot slot : roster) {
      WorkerInfo info = slot.info;
      if (info != null) {
        members.add(
            new Member(
                info,
                slot.state() == WorkerSlot.State.LOST,
                slot.isKnownBusy(),
                slot.figures,
                slot.roundTrip.averageNanos(),
                heartbeats.heardNanosAgo(slot.rank)));
      }
    }
    return members;
  }

  /**
   * How many workers there were at first.
   *
   * @return at least 1
   */
  public int size() {
    return roster.size();
  }

  /**
   * The most tasks that a worker may hold at present.
   *
   * @return at least 1
   */
  public long window() {
    return scheduler.windowSize.get();
  }

  /**
   * What has gone to the workers and come from them.
   *
   * @return kept up to date
   */
  public Traffic traffic() {
    return traffic;
  }
}
