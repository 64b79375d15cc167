package io.github.rankpool.it.chaos;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** All that was asked of a pool. Thread-safe. */
final class Ledger {
  private final Queue<Booking> bookings = new ConcurrentLinkedQueue<>();
  private final Queue<Long> executed = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();

  /**
   * Takes note of a future.
   *
   * @param number of its first task
   * @param right says whether a value is the right one
   */
  <T extends CompletableFuture<?>> T book(
      Step step, long number, T future, Predicate<Object> right) {
    bookings.add(Booking.of(step, number, future, right));
    return future;
  }

  /** Calls what waits for its result itself, and takes note of that as of a future. */
  void call(Step step, Callable<?> call, Predicate<Object> right) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    try {
      Object value = call.call();
      book(step, step.number(), future, right);
      future.complete(value);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      throw e;
    } catch (ExecutionException e) {
      book(step, step.number(), future, right).completeExceptionally(e.getCause());
    } catch (Exception e) {
      book(step, step.number(), future, right).completeExceptionally(e);
    }
  }

  /** Takes note of a task without a future. */
  void execute(long number) {
    executed.add(number);
  }

  /** Takes note of what was told of a task without a future. */
  void uncaught(Throwable failure) {
    uncaught.add(failure);
  }

  /** Takes note that the pool takes no more. */
  void refuse(Throwable refusal) {
    refusals.add(refusal);
  }

  Collection<Booking> bookings() {
    return bookings;
  }

  /** Numbers of the tasks without a future. */
  Collection<Long> executed() {
    return executed;
  }

  Collection<Throwable> uncaught() {
    return uncaught;
  }

  Collection<Throwable> refusals() {
    return refusals;
  }
}
