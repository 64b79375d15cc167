package io.github.rankpool.benchmarks;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.SerializableFunction;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The pool that is measured. */
interface Subject extends AutoCloseable {

  <T> Future<T> submit(SerializableCallable<T> task);

  Stream<Integer> map(SerializableFunction<Integer, Integer> function, List<Integer> arguments);

  @Override
  void close();

  /** A pool of Rankpool, on the backend and in the way of running that this process was given. */
  static Subject rankpool(int workers, boolean zeroCopy) {
    MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(workers).zeroCopy(zeroCopy).build();
    return new Subject() {
      @Override
      public <T> Future<T> submit(SerializableCallable<T> task) {
        return pool.submit(task);
      }

      @Override
      public Stream<Integer> map(
          SerializableFunction<Integer, Integer> function, List<Integer> arguments) {
        return pool.map(function, arguments);
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  /** Java's own pool of threads, which hands over references. */
  static Subject threadPool(int workers) {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    return new Subject() {
      @Override
      public <T> Future<T> submit(SerializableCallable<T> task) {
        return pool.submit(task);
      }

      @Override
      public Stream<Integer> map(
          SerializableFunction<Integer, Integer> function, List<Integer> arguments) {
        List<Future<Integer>> results =
            arguments.stream().map(i -> pool.submit(() -> function.apply(i))).toList();
        return results.stream().map(Measurement::result);
      }

      @Override
      public void close() {
        pool.shutdown();
      }
    };
  }
}
