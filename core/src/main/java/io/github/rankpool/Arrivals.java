package io.github.rankpool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue of futures in the order in which they complete; those done already come first.
 *
 * <p>A callback cannot be taken off a {@code CompletableFuture}, and those of somebody who waits
 * again and again would pile up there. {@code anyOf} does take its own off: hence one of the future
 * and of another that is completed by {@link #close}.
 *
 * @param <F> type of the futures
 */
final class Arrivals<F extends CompletableFuture<?>> implements AutoCloseable {
  private final BlockingQueue<F> done = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<?>> stops = new ArrayList<>();

  Arrivals(Set<F> futures) {
    List<F> pending = new ArrayList<>();
    for (F future : futures) {
      if (future.isDone()) {
        done.add(future);
      } else {
        pending.add(future);
      }
    }
    for (F future : pending) {
      CompletableFuture<?> stop = new CompletableFuture<>();
      stops.add(stop);
      CompletableFuture.anyOf(future, stop)
          .whenComplete(
              (value, failure) -> {
                if (future.isDone()) {
                  done.add(future);
                }
              });
    }
  }

  /** The next one, waiting for it without limit. */
  F take() throws InterruptedException {
    return done.take();
  }

  /** The next one, or null if none comes before the time is over. */
  @Nullable F poll(long nanos) throws InterruptedException {
    return done.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** Takes the callbacks off the futures that are not done. */
  @Override
  public void close() {
    stops.forEach(stop -> stop.complete(null));
    stops.clear();
  }
}
