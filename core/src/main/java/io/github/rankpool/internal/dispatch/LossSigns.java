package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Heartbeats;
import io.github.rankpool.internal.comm.Link;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a worker is lost: MPI says so, its process has ended, it was silent for too long,
 * has never spoken, or does not come back from a parallel task that was lost with another worker:
 * its task thread may wait for that one inside MPI, which no interrupt ends. For the communication
 * thread only.
 */
final class LossSigns {
  private final Link link;
  private final WorkerWatch watch;
  private final Heartbeats heartbeats;

  LossSigns(Link link, WorkerWatch watch, Heartbeats heartbeats) {
    this.link = link;
    this.watch = watch;
    this.heartbeats = heartbeats;
  }

  /** The sign that was seen first, as part of a sentence; null if there is none. */
  @Nullable String of(WorkerSlot slot) {
    if (slot.fault != null) {
      return slot.fault;
    }
    if (link.isLost(slot.rank)) {
      return "MPI reports that it has ended or cannot be reached";
    }
    if (watch.hasSeenEnds() && watch.hasEnded(slot, link.isQuiet(slot.rank))) {
      return "its process has ended";
    }
    if (heartbeats.isSilent(slot.rank)) {
      return "it has sent no heartbeat for too long";
    }
    if (slot.isStranded() && heartbeats.isLimitOver(slot.strandedNanos())) {
      return "it has not ended its part of a parallel task that was lost with another worker";
    }
    return watch.isOverdue(slot) ? "it has not spoken within two minutes of its start" : null;
  }

  /** Nothing more is expected from a worker, nor handed on, nor sent to it. */
  void cutOff(WorkerSlot slot) {
    if (watch.mustEndItself(slot)) {
      link.dismiss(slot.rank);
    } else {
      link.drop(slot.rank);
    }
    heartbeats.forget(slot.rank);
    watch.end(slot);
  }

  /** How long ago something last came from a worker. */
  Duration silence(WorkerSlot slot) {
    return Duration.ofNanos(heartbeats.silenceNanos(slot.rank));
  }
}
