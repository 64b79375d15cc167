package io.github.rankpool.internal.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds workers that were lost, and settles what they leave behind, so that the others go on.
 *
 * <pre>
 *  lost is                        so
 *  one that is still awaited      the start fails, and with it every task
 *  one of several                 its tasks fail; sessions and the end do not wait for it
 *  the last one                   its tasks fail, and every session breaks
 *  one that was told to stop      the end does not wait for it
 * </pre>
 *
 * <p>A worker is lost when MPI says so, when its process has ended, or when it was silent for too
 * long; whichever is noticed first.
 *
 * <p>For the communication thread only.
 */
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private static final int MOST_NAMED = 8;

  /**
   * More workers than this are not all asked for in every cycle, but once in {@link #LOOK_NANOS}.
   */
  static final int FEW_WORKERS = 64;

  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Roster roster;
  private final Scheduler scheduler;
  private final List<Session> sessions;
  private final LongSupplier clock;
  private final LossSigns signs;
  private final Replacements replacements;
  private final Optional<String> sharedFate;

  /** Of parallel tasks; not told before losses were looked for. */
  final MemberFailures memberFailures;

  private long lookedNanos;

  /** Whether there was a cycle since that look. */
  private boolean overdue;

  /** A worker, and how it was noticed that it is lost. */
  private record Loss(WorkerSlot slot, String evidence) {}

  /**
   * Finds none yet.
   *
   * @param roster the workers
   * @param scheduler knows of their tasks
   * @param sessions those there are, kept up to date by the owner
   * @param clock in nanoseconds
   * @param signs of a loss
   * @param replacements for those lost
   * @param sharedFate what becomes of the other workers when one dies
   */
  Losses(
      Roster roster,
      Scheduler scheduler,
      List<Session> sessions,
      LongSupplier clock,
      LossSigns signs,
      Replacements replacements,
      Optional<String> sharedFate) {
    this.roster = roster;
    this.scheduler = scheduler;
    this.sessions = sessions;
    this.clock = clock;
    this.signs = signs;
    this.replacements = replacements;
    this.sharedFate = sharedFate;
    this.memberFailures = new MemberFailures(scheduler, clock);
    this.lookedNanos = clock.getAsLong();
  }

  /**
   * Settles the losses since the last call, and tells what failures of members are not due to them.
   *
   * @return how many of both there were
   * @throws IllegalStateException if the pool cannot start, as a worker was lost before it was
   *     ready
   */
  int settle() {
    boolean hurry = !memberFailures.isEmpty();
    int losses = isTimeToLook() || hurry ? look() : 0;
    return losses + memberFailures.tell();
  }

  private int look() {
    List<Loss> losses = find();
    if (losses.isEmpty()) {
      return 0;
    }
    List<WorkerSlot> lost = losses.stream().map(Loss::slot).toList();
    if (!roster.isComplete()) {
      throw new IllegalStateException(
          "RP-229: the workers could not start: "
              + names(lost)
              + " ended or could not be reached any more before all had spoken. See what they"
              + " printed.");
    }
    losses.forEach(this::cutOff);
    losses.forEach(this::failTasks);
    if (sessions.stream().anyMatch(session -> session.state != Session.State.DONE)) {
      replacements.replace((int) losses.stream().filter(loss -> loss.slot.info != null).count());
    }
    goOnWithout(lost);
    return lost.size();
  }

  /** Others have come, or could not. */
  void goOn() {
    goOnWithout(List.of());
  }

  private void goOnWithout(List<WorkerSlot> lost) {
    if (roster.isDeserted() && !replacements.areAwaited()) {
      breakSessions();
    } else {
      sessions.forEach(session -> goOnWithout(lost, session));
    }
  }

  private boolean isTimeToLook() {
    overdue = nanosToLook() > 0;
    if (!overdue && roster.size() > FEW_WORKERS) {
      lookedNanos = clock.getAsLong();
    }
    return !overdue;
  }

  private long nanosToLook() {
    return roster.size() <= FEW_WORKERS ? 0 : lookedNanos + LOOK_NANOS - clock.getAsLong();
  }

  /**
   * How long nobody needs to look: for ever, if there was no cycle since the last look, as a loss
   * brings one about; not for long while a failure waits for the loss that it may be due to.
   *
   * @return nanoseconds
   */
  long nanosToNextLook() {
    if (overdue) {
      return Math.max(1, nanosToLook());
    }
    return memberFailures.isEmpty() ? Long.MAX_VALUE : LOOK_NANOS;
  }

  private List<Loss> find() {
    List<Loss> losses = new ArrayList<>();
    for (WorkerSlot slot : roster) {
      String evidence = slot.isAwaited() ? signs.of(slot) : null;
      if (evidence != null) {
        losses.add(new Loss(slot, evidence));
      }
    }
    return losses;
  }

  private void cutOff(Loss loss) {
    if (loss.slot.info == null) {
      // It came instead of another one, and was awaited.
      replacements.settle(1);
    }
    loss.slot.lossEvidence = loss.evidence;
    loss.slot.enter(WorkerSlot.State.LOST);
    signs.cutOff(loss.slot);
  }

  private void failTasks(Loss loss) {
    WorkerSlot slot = loss.slot();
    WorkerInfo worker = slot.known();
    Duration silence = signs.silence(slot);
    int had = slot.tasks().size();
    int failed = scheduler.lose(slot, new WorkerLoss(worker, loss.evidence(), silence));
    String message =
        String.format(
            "RP-228: %s was lost: %s. Last heard of %.1f s before. Tasks that fail with it: %d."
                + " Tasks that wait for another one: %d. Workers that go on: %d.",
            worker,
            loss.evidence(),
            silence.toMillis() / 1e3,
            failed,
            had - failed,
            roster.countReady());
    // Workers end with this JVM, one after the other: nobody needs to be warned of that.
    if (jvmEnds()) {
      LOG.debug(message);
    } else {
      LOG.warn(message);
    }
  }

  /** Whether shutdown hooks run, or are about to: from then on the JVM takes no more of them. */
  private static boolean jvmEnds() {
    Thread hook = new Thread(() -> {}, "rankpool-probe");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void goOnWithout(List<WorkerSlot> lost, Session session) {
    if (session.state == Session.State.OPEN) {
      session.events.left(roster.countReady());
    }
    lost.forEach(slot -> session.setUpAt(slot.rank, roster));
  }

  private void breakSessions() {
    List<WorkerSlot> lost = new ArrayList<>();
    roster.forEach(
        slot -> {
          if (roster.isLost(slot.rank)) {
            lost.add(slot);
          }
        });
    IllegalStateException cause =
        new IllegalStateException(
            "RP-229: all workers were lost: "
                + names(lost)
                + ". See what they printed."
                + sharedFate.map(fate -> " " + fate + ".").orElse(""));
    for (Session session : sessions) {
      if (session.state != Session.State.DONE) {
        session.breakWith(cause);
      }
    }
  }

  private static String name(WorkerSlot slot) {
    return slot.lossEvidence == null
        ? slot.known().toString()
        : slot.known() + " (" + slot.lossEvidence + ")";
  }

  private static String names(List<WorkerSlot> slots) {
    String names =
        slots.stream().limit(MOST_NAMED).map(Losses::name).collect(Collectors.joining("; "));
    return slots.size() <= MOST_NAMED ? names : names + "; and others";
  }
}
