package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.dispatch.Session.State;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.List;

/**
 * Has workers do what comes before the first task of a session, and forget it after the last. For
 * the communication thread only.
 */
final class Setups {
  private final Roster roster;
  private final Link link;
  private final List<Session> sessions;

  Setups(Roster roster, Link link, List<Session> sessions) {
    this.roster = roster;
    this.link = link;
    this.sessions = sessions;
  }

  /** Opens a session once all workers have done its setup; at once if there is none. */
  void begin(Session session) {
    if (session.setup == null) {
      session.open(roster);
      return;
    }
    session.state = State.SETTING_UP;
    for (WorkerSlot slot : roster.ready()) {
      session.setupsAwaited.set(slot.rank);
      send(session.id, session.setup, slot);
    }
  }

  /** Has a worker that came later do all setups there are, before any task of theirs. */
  void catchUp(WorkerSlot slot) {
    for (Session session : sessions) {
      if (session.setup != null && session.state != State.DONE) {
        session.setupsAwaited.set(slot.rank);
        send(session.id, session.setup, slot);
      }
    }
  }

  private void send(long id, Payload setup, WorkerSlot slot) {
    link.post(slot.rank, FrameType.TASKS, new TaskRecord(id, Outcome.SETUP, 0, setup));
  }

  /** A worker's answer. */
  void answered(WorkerInfo worker, TaskRecord record) {
    for (Session session : sessions) {
      if (session.id != record.id() || !session.setupsAwaited.get(worker.rank())) {
        continue;
      }
      if (record.outcome() != Outcome.VALUE) {
        session.breakWith(new SetupFailedException(worker, record.outcome(), record.payload()));
      } else {
        session.setUpAt(worker.rank(), roster);
      }
    }
  }

  /** Has workers forget what they keep for a session that has ended. */
  void forget(Session session) {
    for (WorkerSlot slot : roster.ready()) {
      if (session.isKnownAt(slot.rank)) {
        link.post(slot.rank, FrameType.FORGET, TaskIds.list(session.id));
      }
    }
  }

  boolean areUnderWay() {
    return sessions.stream().anyMatch(session -> session.state == State.SETTING_UP);
  }
}
