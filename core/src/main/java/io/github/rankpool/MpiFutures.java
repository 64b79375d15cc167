package io.github.rankpool;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one future of several, or one of another, and waits for many.
 *
 * <pre>{@code
 * CompletableFuture<List<Double>> areas = MpiFutures.collect(futures);
 * CompletableFuture<String> text = MpiFutures.compose(future, Report::of, Throwable::getMessage);
 *
 * WaitResult<CompletableFuture<Double>> first = MpiFutures.waitFor(futures, FIRST_COMPLETED);
 * MpiFutures.asCompleted(futures).forEach(future -> System.out.println(future.join()));
 * }</pre>
 *
 * <p>All this works with any {@code CompletableFuture}s, those of several pools and others mixed.
 * {@code collect} and {@code compose} cancel in both directions, which {@code allOf} and {@code
 * thenApply} do not; {@code waitFor} and {@code asCompleted} cancel nothing. What "cancelled" means
 * for a task of a pool is told by {@link MpiPoolExecutor}: one that has begun runs on.
 *
 * <p>Hooks and callbacks run on the thread that completes the future, or on the calling one if it
 * is done already. They may block.
 */
public final class MpiFutures {
  private MpiFutures() {}

  /**
   * Makes one future of many. Does not wait.
   *
   * <p>The first one to fail fails the result and cancels the others, without waiting for that to
   * happen. One that is cancelled cancels the result and the others. Cancelling the result cancels
   * all that are not done; tasks of pools in one round trip, for which {@code cancel} waits.
   *
   * @param futures read at once; may hold a future several times
   * @param <T> type of the values
   * @return completed with the values in the order of the futures, in a list that cannot be
   *     changed; at once with an empty list if there are none
   * @throws NullPointerException if there is a null among the futures
   */
  public static <T extends @Nullable Object> CompletableFuture<List<T>> collect(
      Collection<? extends CompletableFuture<? extends T>> futures) {
    List<CompletableFuture<? extends T>> inputs = List.copyOf(futures);
    DependentFuture<List<T>> output = new DependentFuture<>(inputs);
    AtomicInteger left = new AtomicInteger(inputs.size());
    if (inputs.isEmpty()) {
      output.complete(List.of());
    }
    for (CompletableFuture<? extends T> input : inputs) {
      input.whenComplete(
          (value, failure) -> {
            if (failure != null) {
              output.endAs(input, failure);
            } else if (left.decrementAndGet() == 0) {
              completeWithValues(output, inputs);
            }
          });
    }
    return output;
  }

  private static <T extends @Nullable Object> void completeWithValues(
      CompletableFuture<List<T>> output, List<CompletableFuture<? extends T>> inputs) {
    try {
      output.complete(inputs.stream().<T>map(CompletableFuture::join).toList());
    } catch (Throwable e) {
      // No memory, say: whatever it is, somebody waits.
      output.completeExceptionally(e);
    }
  }

  /**
   * Makes another value of a future's value. Does not wait.
   *
   * <p>Unlike with {@code thenApply}, a future that is cancelled cancels the result, and the other
   * way round; then no hook is called.
   *
   * @param future input
   * @param resultHook makes the value; the result fails with what it throws
   * @param <T> type of the input's value
   * @param <R> type of the result's value
   * @return completed with the hook's value; fails as the input does
   */
  public static <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<R> compose(
          CompletableFuture<T> future, Function<? super T, ? extends R> resultHook) {
    return composed(future, resultHook, failure -> failure);
  }

  /**
   * Makes another value of a future's value, or of its failure. Does not wait.
   *
   * <p>A future that is cancelled cancels the result, and the other way round; then no hook is
   * called.
   *
   * @param future input
   * @param resultHook makes the value; the result fails with what it throws
   * @param failureHook called with what the input failed with: if it returns a {@code Throwable},
   *     the result fails with that, otherwise it is completed with what is returned, which must be
   *     an R; the result fails with what it throws
   * @param <T> type of the input's value
   * @param <R> type of the result's value
   * @return completed by a hook
   */
  public static <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<R> compose(
          CompletableFuture<T> future,
          Function<? super T, ? extends R> resultHook,
          Function<? super Throwable, ? extends @Nullable Object> failureHook) {
    return composed(future, resultHook, failureHook);
  }

  /**
   * Makes a value, or another failure, of a future's failure; leaves its value as it is. Does not
   * wait.
   *
   * @param future input
   * @param failureHook as of {@link #compose(CompletableFuture, Function, Function)}
   * @param <T> type of the value
   * @return completed with the input's value, or by the hook
   */
  public static <T extends @Nullable Object> CompletableFuture<T> composeFailure(
      CompletableFuture<T> future,
      Function<? super Throwable, ? extends @Nullable Object> failureHook) {
    return composed(future, value -> value, failureHook);
  }

  @SuppressWarnings("unchecked") // That a failure's hook returns an R is up to the caller.
  private static <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<R> composed(
          CompletableFuture<T> future,
          Function<? super T, ? extends R> resultHook,
          Function<? super Throwable, ? extends @Nullable Object> failureHook) {
    DependentFuture<R> output = new DependentFuture<>(List.of(future));
    future.whenComplete(
        (value, failure) -> {
          if (output.isDone()) {
            return;
          }
          try {
            if (failure == null) {
              output.complete(resultHook.apply(value));
            } else if (future.isCancelled()) {
              output.endAs(future, failure);
            } else {
              Object outcome = failureHook.apply(unwrapped(failure));
              if (outcome instanceof Throwable other) {
                output.completeExceptionally(other);
              } else {
                output.complete((R) outcome);
              }
            }
          } catch (Throwable e) {
            output.completeExceptionally(e);
          }
        });
    return output;
  }

  /** What {@code get} would give as the cause. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /**
   * Waits until all futures are done. Cancels nothing.
   *
   * @param futures read at once; one given several times counts once
   * @param <F> type of the futures
   * @return all of them, as done
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws NullPointerException if there is a null among the futures
   */
  public static <F extends CompletableFuture<?>> WaitResult<F> waitFor(
      Collection<? extends F> futures) throws InterruptedException {
    return waitFor(futures, ReturnWhen.ALL_COMPLETED);
  }

  /**
   * Waits for futures. Cancels nothing.
   *
   * @param futures read at once; one given several times counts once; if there are none, does not
   *     wait
   * @param when what to wait for
   * @param <F> type of the futures
   * @return which of them are done now
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws NullPointerException if there is a null among the futures
   */
  public static <F extends CompletableFuture<?>> WaitResult<F> waitFor(
      Collection<? extends F> futures, ReturnWhen when) throws InterruptedException {
    return waitFor(distinct(futures), when, Long.MAX_VALUE);
  }

  /**
   * Waits for futures, but not longer than so long. Cancels nothing.
   *
   * @param futures read at once; one given several times counts once; if there are none, does not
   *     wait
   * @param when what to wait for
   * @param timeout longest time to wait; none if it is zero or less
   * @param <F> type of the futures
   * @return which of them are done now
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws NullPointerException if there is a null among the futures
   */
  public static <F extends CompletableFuture<?>> WaitResult<F> waitFor(
      Collection<? extends F> futures, ReturnWhen when, Duration timeout)
      throws InterruptedException {
    return waitFor(distinct(futures), when, nanos(timeout));
  }

  private static <F extends CompletableFuture<?>> WaitResult<F> waitFor(
      Set<F> futures, ReturnWhen when, long limitNanos) throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    if (when == ReturnWhen.ALL_COMPLETED) {
      awaitAll(futures, deadline);
    } else {
      awaitFirst(futures, when, deadline);
    }
    Set<F> done = new LinkedHashSet<>();
    Set<F> notDone = new LinkedHashSet<>();
    futures.forEach(future -> (future.isDone() ? done : notDone).add(future));
    return new WaitResult<>(
        Collections.unmodifiableSet(done), Collections.unmodifiableSet(notDone));
  }

  private static void awaitAll(Set<? extends CompletableFuture<?>> futures, long deadline)
      throws InterruptedException {
    for (CompletableFuture<?> future : futures) {
      try {
        future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | CancellationException e) {
        // It is done, however.
      } catch (TimeoutException e) {
        return;
      }
    }
  }

  private static <F extends CompletableFuture<?>> void awaitFirst(
      Set<F> futures, ReturnWhen when, long deadline) throws InterruptedException {
    try (Arrivals<F> arrivals = new Arrivals<>(futures)) {
      for (int i = 0; i < futures.size(); i++) {
        F next = arrivals.poll(deadline - System.nanoTime());
        if (next == null
            || when == ReturnWhen.FIRST_COMPLETED
            || (next.isCompletedExceptionally() && !next.isCancelled())) {
          return;
        }
      }
    }
  }

  /**
   * Gives futures as they complete. Cancels nothing.
   *
   * @param futures read at once; one given several times is given once
   * @param <F> type of the futures
   * @return those that are done already, in the order given, then the others as they complete; as
   *     of {@link #asCompleted(Collection, Duration)}
   * @throws NullPointerException if there is a null among the futures
   */
  public static <F extends CompletableFuture<?>> Stream<F> asCompleted(
      Collection<? extends F> futures) {
    return CompletionRun.stream(distinct(futures), null);
  }

  /**
   * Gives futures as they complete. Cancels nothing.
   *
   * <p>The stream is lazy and sequential; it waits where the next future would be taken. It throws
   * a {@code CompletionException} with a {@code TimeoutException} as its cause if the time is over
   * by then and no future is there, and with an {@code InterruptedException} if the thread is
   * interrupted. Close it unless it is run to its end.
   *
   * @param futures read at once; one given several times is given once
   * @param timeout counts from this call; zero or less gives those that are done already
   * @param <F> type of the futures
   * @return those that are done already, in the order given, then the others as they complete
   * @throws NullPointerException if there is a null among the futures
   */
  public static <F extends CompletableFuture<?>> Stream<F> asCompleted(
      Collection<? extends F> futures, Duration timeout) {
    return CompletionRun.stream(distinct(futures), timeout);
  }

  /** Not negative, so that nothing overflows that is counted from it. */
  static long nanos(Duration timeout) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private static <F> Set<F> distinct(Collection<? extends F> futures) {
    return new LinkedHashSet<>(List.copyOf(futures));
  }
}
