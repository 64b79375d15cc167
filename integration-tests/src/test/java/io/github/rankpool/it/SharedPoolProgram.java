package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Several pools in a program that shares its workers. */
final class SharedPoolProgram {
  private static final int TASKS = 300;

  /** The initializers that the worker's thread has run. */
  private static final ThreadLocal<List<String>> INITIALIZED =
      ThreadLocal.withInitial(ArrayList::new);

  private SharedPoolProgram() {}

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor first = pool("first");
        MpiPoolExecutor second = pool("second")) {
      System.out.println("workers: " + first.workerCount() + " and " + second.workerCount());
      List<CompletableFuture<String>> names = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        MpiPoolExecutor pool = i % 2 == 0 ? first : second;
        names.add(pool.submit(() -> Workers.<String>global("name")));
      }
      boolean apart =
          IntStream.range(0, TASKS)
              .allMatch(i -> names.get(i).join().equals(i % 2 == 0 ? "first" : "second"));
      System.out.println("globals are kept apart: " + apart);
      System.out.println(
          "initialized: "
              + second.submitParallel(second.workerCount(), ranks -> INITIALIZED.get()).get());
    }
    try (MpiPoolExecutor own = MpiPoolExecutor.builder().backend("threads").maxWorkers(3).build()) {
      System.out.println("own workers: " + own.workerCount() + " of " + own.backend());
    }
    MpiPoolExecutor open = MpiPoolExecutor.create();
    var unused =
        open.submit(() -> "later")
            .thenAccept(value -> System.out.println("after the end of main: " + value));
    System.out.println("main ends");
  }

  private static MpiPoolExecutor pool(String name) {
    return MpiPoolExecutor.builder()
        .globals(Map.of("name", name))
        .initializer(mark -> INITIALIZED.get().add(mark), name)
        .build();
  }
}
