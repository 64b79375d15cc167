package io.github.rankpool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code map}: keeps tasks under way up to the buffer size and hands their results to a
 * stream. Used by the one thread that runs the stream.
 *
 * @param <A> type of the arguments
 * @param <R> type of the results
 */
final class MapRun<A extends @Nullable Object, R extends @Nullable Object>
    extends Spliterators.AbstractSpliterator<R> {
  private final Iterator<? extends A> arguments;
  private final Function<List<A>, TaskFuture<List<R>>> submit;
  private final MapOptions options;
  private final long beganNanos = System.nanoTime();

  /** Tasks under way or waiting to be taken, in the order submitted. */
  private final Set<TaskFuture<List<R>>> open = new LinkedHashSet<>();

  /** Of the open ones, those that are done; used when results are taken as they come. */
  private final BlockingQueue<TaskFuture<List<R>>> done = new LinkedBlockingQueue<>();

  private final ArrayDeque<R> current = new ArrayDeque<>();

  private MapRun(
      Iterator<? extends A> arguments,
      Function<List<A>, TaskFuture<List<R>>> submit,
      MapOptions options) {
    super(Long.MAX_VALUE, options.isUnordered() ? 0 : Spliterator.ORDERED);
    this.arguments = arguments;
    this.submit = submit;
    this.options = options;
  }

  /**
   * Submits what the buffer has room for and returns the stream of results.
   *
   * @param arguments read on the calling thread
   * @param submit sends one chunk of arguments to the pool
   * @param options how
   * @return to be closed if not run to its end
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      Iterator<? extends A> arguments,
      Function<List<A>, TaskFuture<List<R>>> submit,
      MapOptions options) {
    MapRun<A, R> run = new MapRun<>(arguments, submit, options);
    run.fill();
    return StreamSupport.stream(run, false).onClose(run::cancelRest);
  }

  private void fill() {
    while (open.size() < options.bufferSize() && arguments.hasNext()) {
      List<A> chunk = new ArrayList<>(Math.min(options.chunkSize(), 1024));
      while (chunk.size() < options.chunkSize() && arguments.hasNext()) {
        chunk.add(arguments.next());
      }
      TaskFuture<List<R>> future = submit.apply(chunk);
      open.add(future);
      if (options.isUnordered()) {
        future.whenComplete((results, failure) -> done.add(future));
      }
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    while (current.isEmpty()) {
      if (open.isEmpty()) {
        return false;
      }
      takeNext();
    }
    action.accept(Nulls.unmask(current.removeFirst()));
    return true;
  }

  private void takeNext() {
    try {
      TaskFuture<List<R>> next = options.isUnordered() ? pollDone() : open.iterator().next();
      List<R> results = await(next);
      open.remove(next);
      for (R result : results) {
        current.addLast(Nulls.mask(result));
      }
      fill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw failed(
          new TimeoutException(
              "RP-204: results were not there within "
                  + options.timeout().orElseThrow()
                  + " of the call to map; the rest was cancelled"));
    } catch (CancellationException e) {
      cancelRest();
      throw e;
    }
  }

  private TaskFuture<List<R>> pollDone() throws InterruptedException, TimeoutException {
    if (options.timeout().isEmpty()) {
      return done.take();
    }
    TaskFuture<List<R>> next = done.poll(nanosLeft(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new TimeoutException();
    }
    return next;
  }

  private List<R> await(TaskFuture<List<R>> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return options.timeout().isEmpty()
        ? future.get()
        : future.get(nanosLeft(), TimeUnit.NANOSECONDS);
  }

  private long nanosLeft() {
    long limit = options.timeout().map(t -> TimeUnit.NANOSECONDS.convert(t)).orElse(Long.MAX_VALUE);
    return Math.max(0, limit - (System.nanoTime() - beganNanos));
  }

  private CompletionException failed(Throwable cause) {
    cancelRest();
    return new CompletionException(cause);
  }

  private void cancelRest() {
    List<TaskFuture<List<R>>> rest = List.copyOf(open);
    open.clear();
    TaskFuture.cancelAll(rest);
  }
}
