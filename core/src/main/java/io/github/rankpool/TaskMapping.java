package io.github.rankpool;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Applies functions to many arguments on workers. The members differ only in how the arguments are
 * given; what {@link #map(SerializableFunction, Stream, MapOptions)} says holds for all.
 *
 * <pre>{@code
 * pool.map(Math::sqrt, List.of(1.0, 4.0));                         // one argument each
 * pool.map(Math::pow, List.of(2.0, 3.0), List.of(5.0, 2.0));       // two, from two sources
 * pool.starmap(Math::pow, List.of(Tuple2.of(2.0, 5.0)));           // two, put together before
 * }</pre>
 */
public interface TaskMapping {

  /**
   * Applies a function to every element of a stream on the workers.
   *
   * <p><b>Submission.</b> Tasks are submitted at once, as many as {@link MapOptions#bufferSize}
   * admits; with a buffer size, the rest as results are taken. Arguments are read by the thread
   * that does so.
   *
   * <p><b>Results.</b> Taking a result waits for it. The timeout counts from this call. Results are
   * in the order of the arguments, or as they come if the options say {@link MapOptions#unordered}.
   *
   * <p><b>Failures.</b> The stream throws a {@code CompletionException} where the result would be
   * taken that is missing. Its cause is what the task threw; a {@link TaskTimeoutException} if it
   * ran for too long; another {@code TimeoutException} when the time of the call is over; or an
   * {@code InterruptedException}. A {@code CancellationException} is thrown if the task was
   * cancelled with the pool. In a chunk, what comes before the failing element is given first, and
   * what comes after it is not run; but a result that cannot be sent, or a chunk that runs for too
   * long, fails from the first element on.
   *
   * <p><b>Abandoning.</b> Closing the stream, as any failure, cancels the tasks that have not
   * begun. Close it unless it is run to its end. As long as it is in use, the pool stays in use.
   *
   * @param function may throw
   * @param arguments consumed; closed with the stream returned; may be endless if there is a buffer
   *     size
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results; sequential
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Stream<? extends A> arguments, MapOptions options);

  /**
   * Applies a function to every argument on the workers.
   *
   * @param function may throw
   * @param arguments read at once; with a buffer size, as results are taken
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Iterable<? extends A> arguments, MapOptions options) {
    return map(function, StreamSupport.stream(arguments.spliterator(), false), options);
  }

  /**
   * Applies a function to every argument on the workers, with default options.
   *
   * @param function may throw
   * @param arguments read at once
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Iterable<? extends A> arguments) {
    return map(function, arguments, MapOptions.defaults());
  }

  /**
   * Applies a function of two arguments on the workers, to those at the same place of two sources.
   *
   * @param function may throw
   * @param first read as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @param second likewise; the shorter source ends the results
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Stream<R> map(
          SerializableBiFunction<A, B, R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second,
          MapOptions options) {
    return map(new TaskBodies.OfTuple2<>(function), Zip.<A, B>of(first, second), options);
  }

  /**
   * Applies a function of two arguments on the workers, to those at the same place of two sources,
   * with default options.
   *
   * @param function may throw
   * @param first read at once
   * @param second likewise; the shorter source ends the results
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Stream<R> map(
          SerializableBiFunction<A, B, R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second) {
    return map(function, first, second, MapOptions.defaults());
  }

  /**
   * Applies a function of three arguments on the workers, to those at the same place of three
   * sources.
   *
   * @param function may throw
   * @param first read as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @param second likewise
   * @param third likewise; the shortest source ends the results
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <C> type of the third arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Stream<R> map(
          SerializableTriFunction<A, B, C, R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second,
          Iterable<? extends C> third,
          MapOptions options) {
    return map(new TaskBodies.OfTuple3<>(function), Zip.<A, B, C>of(first, second, third), options);
  }

  /**
   * Applies a function of three arguments on the workers, to those at the same place of three
   * sources, with default options.
   *
   * @param function may throw
   * @param first read at once
   * @param second likewise
   * @param third likewise; the shortest source ends the results
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <C> type of the third arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Stream<R> map(
          SerializableTriFunction<A, B, C, R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second,
          Iterable<? extends C> third) {
    return map(function, first, second, third, MapOptions.defaults());
  }

  /**
   * Applies a function of two arguments on the workers, to those that are together in a tuple.
   *
   * @param function may throw
   * @param arguments read as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Stream<R> starmap(
          SerializableBiFunction<A, B, R> function,
          Iterable<? extends Tuple2<? extends A, ? extends B>> arguments,
          MapOptions options) {
    return map(new TaskBodies.OfTuple2<>(function), arguments, options);
  }

  /**
   * Applies a function of two arguments on the workers, to those that are together in a tuple, with
   * default options.
   *
   * @param function may throw
   * @param arguments read at once
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Stream<R> starmap(
          SerializableBiFunction<A, B, R> function,
          Iterable<? extends Tuple2<? extends A, ? extends B>> arguments) {
    return starmap(function, arguments, MapOptions.defaults());
  }

  /**
   * Applies a function of three arguments on the workers, to those that are together in a tuple.
   *
   * @param function may throw
   * @param arguments read as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <C> type of the third arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Stream<R> starmap(
          SerializableTriFunction<A, B, C, R> function,
          Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> arguments,
          MapOptions options) {
    return map(new TaskBodies.OfTuple3<>(function), arguments, options);
  }

  /**
   * Applies a function of three arguments on the workers, to those that are together in a tuple,
   * with default options.
   *
   * @param function may throw
   * @param arguments read at once
   * @param <A> type of the first arguments
   * @param <B> type of the second arguments
   * @param <C> type of the third arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Stream<R> starmap(
          SerializableTriFunction<A, B, C, R> function,
          Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> arguments) {
    return starmap(function, arguments, MapOptions.defaults());
  }

  /**
   * Applies a function of any number of arguments on the workers, to those that are together in an
   * array.
   *
   * @param function gets each array as it is; may throw
   * @param arguments read as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @param options chunk size, timeout, order and buffer size
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <R extends @Nullable Object> Stream<R> starmap(
      SerializableFunction<@Nullable Object[], R> function,
      Iterable<? extends @Nullable Object[]> arguments,
      MapOptions options) {
    return map(function, arguments, options);
  }

  /**
   * Applies a function of any number of arguments on the workers, to those that are together in an
   * array, with default options.
   *
   * @param function gets each array as it is; may throw
   * @param arguments read at once
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Stream, MapOptions)}
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  default <R extends @Nullable Object> Stream<R> starmap(
      SerializableFunction<@Nullable Object[], R> function,
      Iterable<? extends @Nullable Object[]> arguments) {
    return starmap(function, arguments, MapOptions.defaults());
  }
}
