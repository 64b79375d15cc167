package io.github.rankpool;

import java.time.Duration;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code asCompleted}. Used by the one thread that runs the stream.
 *
 * @param <F> type of the futures
 */
final class CompletionRun<F extends CompletableFuture<?>>
    extends Spliterators.AbstractSpliterator<F> {
  private final Arrivals<F> arrivals;
  private final int total;
  private final @Nullable Duration timeout;
  private final long beganNanos = System.nanoTime();
  private int left;

  private CompletionRun(Set<F> futures, @Nullable Duration timeout) {
    super(futures.size(), Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.arrivals = new Arrivals<>(futures);
    this.total = futures.size();
    this.timeout = timeout;
    this.left = total;
  }

  static <F extends CompletableFuture<?>> Stream<F> stream(
      Set<F> futures, @Nullable Duration timeout) {
    CompletionRun<F> run = new CompletionRun<>(futures, timeout);
    return StreamSupport.stream(run, false).onClose(run::end);
  }

  @Override
  public boolean tryAdvance(Consumer<? super F> action) {
    if (left == 0) {
      return false;
    }
    F next = next();
    left--;
    action.accept(next);
    return true;
  }

  private F next() {
    try {
      if (timeout == null) {
        return arrivals.take();
      }
      F next = arrivals.poll(MpiFutures.nanos(timeout) - (System.nanoTime() - beganNanos));
      if (next != null) {
        return next;
      }
      int unfinished = left;
      end();
      throw new CompletionException(
          new TimeoutException(
              "RP-240: %d of %d futures were not done within %s of the call to asCompleted; none was cancelled"
                  .formatted(unfinished, total, timeout)));
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private void end() {
    left = 0;
    arrivals.close();
  }
}
