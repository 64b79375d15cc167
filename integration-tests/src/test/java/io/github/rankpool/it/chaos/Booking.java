package io.github.rankpool.it.chaos;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A future, what is right for it, and what came of it. Thread-safe. */
final class Booking {
  final Step step;

  /** Of the task; of the first one if there are several. */
  final long number;

  final CompletableFuture<?> future;
  private final Predicate<Object> right;
  private final AtomicInteger callbacks = new AtomicInteger();
  private volatile long doneNanos;

  private Booking(Step step, long number, CompletableFuture<?> future, Predicate<Object> right) {
    this.step = step;
    this.number = number;
    this.future = future;
    this.right = right;
  }

  static Booking of(Step step, long number, CompletableFuture<?> future, Predicate<Object> right) {
    Booking booking = new Booking(step, number, future, right);
    future.whenComplete(
        (value, failure) -> {
          booking.doneNanos = System.nanoTime();
          booking.callbacks.incrementAndGet();
        });
    return booking;
  }

  /** How often the future has said that it is done. */
  int callbacks() {
    return callbacks.get();
  }

  /** By the clock; only of one that is done. */
  long doneNanos() {
    return doneNanos;
  }

  /** What the future failed with; empty if it has a value. Waits for its end. */
  Optional<Throwable> failure() {
    try {
      future.join();
      return Optional.empty();
    } catch (CancellationException e) {
      return Optional.of(e);
    } catch (CompletionException e) {
      Throwable cause = e;
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(cause);
    }
  }

  /** Whether the value is that of the task. Only of one that has one. */
  boolean hasRightValue() {
    return right.test(future.join());
  }

  @Override
  public String toString() {
    return step.kind() + " " + number + " (cancelled " + step.cancelling() + ")";
  }
}
