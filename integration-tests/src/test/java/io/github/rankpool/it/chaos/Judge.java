package io.github.rankpool.it.chaos;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.RemoteTaskException;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.WorkerLostException;
import io.github.rankpool.it.chaos.Plan.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/** Says what of a run's ends is not right. For one thread, after the run. */
final class Judge {
  private final Plan plan;
  private final Ledger ledger;
  private final Hand hand;

  /** Whether a worker may be lost because it waits inside MPI for one that was. */
  private final boolean lossesSpread;

  /** Whether the workers cannot talk to each other any more once one is lost. */
  private final boolean worldEnds;

  private final Map<Long, Long> begun;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private long slowestNanos;

  /**
   * Looks at everything.
   *
   * @param backend of the pool
   * @param begun how often each task has begun
   */
  Judge(Plan plan, Ledger ledger, Hand hand, String backend, Map<Long, Long> begun) {
    this.plan = plan;
    this.ledger = ledger;
    this.hand = hand;
    this.lossesSpread = backend.equals("openmpi");
    this.worldEnds = backend.equals("mpj");
    this.begun = begun;
    ledger.bookings().forEach(this::judge);
    ledger.refusals().forEach(this::judgeRefusal);
    judgeRuns();
    judgeExecuted();
  }

  /** What is not right, a sentence each. */
  List<String> problems() {
    return problems;
  }

  /** How many futures failed with exceptions of each class. */
  Map<String, Integer> failures() {
    return failures;
  }

  /** The longest time from a blow to a future that failed because of it. */
  long slowestNanos() {
    return slowestNanos;
  }

  private void judge(Booking booking) {
    if (!booking.future.isDone()) {
      problems.add("never completed: " + booking);
      return;
    }
    if (booking.callbacks() != 1) {
      problems.add(booking.callbacks() + " callbacks: " + booking);
    }
    Optional<Throwable> failure = booking.failure();
    if (failure.isEmpty()) {
      judgeValue(booking);
    } else {
      failures.merge(failure.get().getClass().getSimpleName(), 1, Integer::sum);
      if (!isRight(booking, failure.get())) {
        problems.add("wrong failure: " + booking + ": " + chain(failure.get()));
      }
      judgeCancelled(booking);
    }
  }

  private void judgeValue(Booking booking) {
    if (!booking.hasRightValue()) {
      problems.add("wrong value: " + booking);
    } else if (booking.step.kind().isOneTask() && !begun.containsKey(booking.number)) {
      problems.add("has a value and never began: " + booking);
    }
  }

  private void judgeCancelled(Booking booking) {
    if (booking.future.isCancelled()
        && booking.step.kind().isOneTask()
        && plan.retries() == 0
        && begun.containsKey(booking.number)) {
      problems.add("cancelled though it had begun: " + booking);
    }
  }

  private boolean isRight(Booking booking, Throwable failure) {
    if (failure instanceof WorkerLostException loss) {
      return isRightLoss(booking, loss);
    }
    if (failure instanceof BrokenPoolException) {
      took(booking, hand.lastNanos());
      return mayBreak();
    }
    if (failure instanceof CancellationException) {
      return booking.step.cancelling() != Step.Cancelling.NEVER
          || plan.end() == End.SHUTDOWN_NOW
          || booking.step.kind().cancelsByItself();
    }
    return isOfTask(booking, failure) || isOfInterrupt(booking, failure);
  }

  private boolean isRightLoss(Booking booking, WorkerLostException loss) {
    boolean isStuck = lossesSpread && loss.evidence().contains("parallel task");
    long struckNanos =
        hand.struckNanos(loss.workerRank())
            .orElse(isStuck && hand.struck() > 0 ? hand.lastNanos() : Long.MAX_VALUE);
    if (struckNanos == Long.MAX_VALUE || booking.doneNanos() < struckNanos) {
      return false;
    }
    took(booking, struckNanos);
    boolean mayRunAgain =
        booking.step.kind() != Kind.PARALLEL
            && booking.step.cancelling() == Step.Cancelling.NEVER
            && !booking.step.kind().cancelsByItself()
            && plan.end() != End.SHUTDOWN_NOW;
    return !mayRunAgain || mostLost() > plan.retries();
  }

  private void took(Booking booking, long struckNanos) {
    slowestNanos = Math.max(slowestNanos, booking.doneNanos() - struckNanos);
  }

  private boolean mayBreak() {
    return mostLost() >= plan.workers();
  }

  private int mostLost() {
    return lossesSpread && hand.struck() > 0 ? plan.workers() : hand.struck();
  }

  private boolean isOfTask(Booking booking, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (booking.step.kind()) {
      case THROWS ->
          failure.getClass() == IllegalStateException.class
              && message.equals(Tasks.message(booking.number));
      case THROWS_WHAT_CANNOT_BE_SENT ->
          failure instanceof RemoteTaskException && message.contains(Tasks.message(booking.number));
      case CANNOT_BE_SENT ->
          failure instanceof TaskSerializationException && message.startsWith("RP-401");
      case RESULT_CANNOT_BE_SENT ->
          failure instanceof TaskSerializationException && message.startsWith("RP-402");
      // One of its tasks throws, and the others may be lost or cancelled.
      case INVOKE_ANY ->
          hand.struck() > 0 && message.equals(Tasks.message(booking.number + Caller.PARTS));
      case PARALLEL ->
          hand.struck() > 0
              && (message.startsWith("RP-209") || (worldEnds && message.startsWith("RP-313")));
      // Its second task is submitted when the first one is done.
      case CHAIN ->
          failure.getClass() == RejectedExecutionException.class
              && plan.end() != End.CLOSE_WHEN_ALL_IS_DONE;
      default -> false;
    };
  }

  private static boolean isOfInterrupt(Booking booking, Throwable failure) {
    if (!booking.step.cancelling().interrupts()) {
      return false;
    }
    return switch (booking.step.kind()) {
      case SLEEPS -> failure instanceof InterruptedException;
      case PARALLEL -> String.valueOf(failure.getMessage()).startsWith("RP-220");
      default -> false;
    };
  }

  private void judgeRefusal(Throwable refusal) {
    if (refusal instanceof BrokenPoolException && !mayBreak()) {
      problems.add("broken for no reason: " + chain(refusal));
    } else if (!(refusal instanceof BrokenPoolException)
        && plan.end() == End.CLOSE_WHEN_ALL_IS_DONE) {
      problems.add("refused though the pool was open: " + chain(refusal));
    }
  }

  private void judgeRuns() {
    begun.forEach(
        (number, times) -> {
          if (times > 1 + plan.retries()) {
            problems.add("task " + number + " ran " + times + " times");
          }
        });
  }

  /** One that has not begun was reported, or was cancelled by the pool's end. */
  private void judgeExecuted() {
    long unseen = ledger.executed().stream().filter(number -> !begun.containsKey(number)).count();
    if (unseen > ledger.uncaught().size() && plan.end() != End.SHUTDOWN_NOW) {
      problems.add(unseen + " executed tasks never began, reported: " + ledger.uncaught().size());
    }
    for (Throwable failure : ledger.uncaught()) {
      boolean right =
          failure instanceof WorkerLostException
              ? mostLost() > plan.retries()
              : failure instanceof BrokenPoolException && mayBreak();
      if (!right) {
        problems.add("wrong report: " + chain(failure));
      }
    }
  }

  private static String chain(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(text.isEmpty() ? "" : " <- ").append(each);
    }
    return text.toString();
  }
}
