package io.github.rankpool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code map}: keeps tasks under way up to the buffer size and hands their results to a
 * stream. Used by the one thread that runs the stream.
 *
 * <pre>
 *  state      on                                   does                       next
 *  running    a result is taken                    submits the next chunk     running
 *             the last result is taken                                        ended
 *             a chunk fails                        cancels the rest           failing
 *             timeout, interrupt, cancellation,    cancels the rest, throws   ended
 *             an argument or submission fails
 *             close                                cancels the rest           ended
 *  failing    the chunk's last result is taken     throws                     ended
 * </pre>
 *
 * @param <A> type of the arguments
 * @param <R> type of the results
 */
final class MapRun<A extends @Nullable Object, R extends @Nullable Object>
    extends Spliterators.AbstractSpliterator<R> {
  /**
   * The executor itself rather than what it is made of: it must not be taken for dropped, and shut
   * down, while somebody takes results of its tasks.
   */
  private final MpiPoolExecutor executor;

  private final SerializableFunction<A, R> function;
  private final Iterator<? extends A> arguments;
  private final MapOptions options;
  private final long beganNanos = System.nanoTime();

  /** Tasks under way or waiting to be taken, in the order submitted. */
  private final Collection<TaskFuture<List<R>>> open;

  /** Of the open ones, those that are done; used when results are taken as they come. */
  private final BlockingQueue<TaskFuture<List<R>>> done = new LinkedBlockingQueue<>();

  private final ArrayDeque<R> current = new ArrayDeque<>();

  /** To be thrown when the current results have been taken. */
  private @Nullable Throwable failure;

  private MapRun(
      MpiPoolExecutor executor,
      SerializableFunction<A, R> function,
      Iterator<? extends A> arguments,
      MapOptions options) {
    super(Long.MAX_VALUE, options.isUnordered() ? 0 : Spliterator.ORDERED);
    this.executor = executor;
    this.function = function;
    this.arguments = arguments;
    this.options = options;
    // Both find what they have to take out at once: any of them, or the oldest.
    this.open = options.isUnordered() ? new LinkedHashSet<>() : new ArrayDeque<>();
  }

  /**
   * Submits what the buffer has room for and returns the stream of results.
   *
   * @param executor runs the tasks
   * @param function applied by them
   * @param arguments read on the calling thread
   * @param options how
   * @return to be closed if not run to its end
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      MpiPoolExecutor executor,
      SerializableFunction<A, R> function,
      Iterator<? extends A> arguments,
      MapOptions options) {
    MapRun<A, R> run = new MapRun<>(executor, function, arguments, options);
    run.fill();
    return StreamSupport.stream(run, false).onClose(run::cancelRest);
  }

  private void fill() {
    try {
      while (open.size() < options.bufferSize() && arguments.hasNext()) {
        submit(nextChunk());
      }
    } catch (Throwable e) {
      // The source failed, or the pool takes no more.
      cancelRest();
      throw e;
    }
  }

  private List<A> nextChunk() {
    List<A> chunk = new ArrayList<>(Math.min(options.chunkSize(), 1024));
    while (chunk.size() < options.chunkSize() && arguments.hasNext()) {
      chunk.add(arguments.next());
    }
    return chunk;
  }

  private void submit(List<A> chunk) {
    TaskFuture<List<R>> future = executor.submitChunk(function, chunk);
    open.add(future);
    if (options.isUnordered()) {
      future.whenComplete((results, failed) -> done.add(future));
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    while (current.isEmpty()) {
      if (failure != null) {
        throw failed(failure);
      }
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
      fill();
      results.forEach(result -> current.addLast(Nulls.mask(result)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (ExecutionException e) {
      takeFailure(e.getCause() == null ? e : e.getCause());
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

  @SuppressWarnings("unchecked") // The results are those of the function.
  private void takeFailure(Throwable thrown) {
    cancelRest();
    if (thrown instanceof ChunkFailure chunk) {
      ((List<R>) chunk.results()).forEach(result -> current.addLast(Nulls.mask(result)));
      failure = chunk.failure();
    } else {
      failure = thrown;
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
    failure = null;
    cancelRest();
    return new CompletionException(cause);
  }

  private void cancelRest() {
    List<TaskFuture<List<R>>> rest = List.copyOf(open);
    open.clear();
    TaskFuture.cancelAll(rest);
  }
}
