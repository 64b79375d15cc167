package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.SerializableCallable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The code of docs/from-threadpoolexecutor.md. */
final class SwitchingPools {
  private SwitchingPools() {}

  static ExecutorService newPool(int workers) {
    return Boolean.getBoolean("cluster")
        ? MpiPoolExecutor.builder().maxWorkers(workers).build()
        : Executors.newFixedThreadPool(workers);
  }

  static int letters(List<String> words) throws InterruptedException, ExecutionException {
    ExecutorService pool = newPool(2);
    try {
      List<SerializableCallable<Integer>> tasks =
          words.stream().<SerializableCallable<Integer>>map(word -> word::length).toList();
      int letters = 0;
      for (Future<Integer> length : pool.invokeAll(tasks)) {
        letters += length.get();
      }
      return letters;
    } finally {
      pool.shutdown();
    }
  }
}
