package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.testkit.Watchdog;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A pool that nobody holds any more and nobody closed. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class DroppedContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  /** What is left of a pool that was dropped. */
  private record Rest(WeakReference<MpiPoolExecutor> pool, List<CompletableFuture<String>> tasks) {}

  @Test
  void itIsCollectedItsTasksAreDoneAndItsWorkersEnd() throws Exception {
    Gate gate = new Gate(directory);
    Rest rest = drop(gate);
    gate.awaitBegun(1);
    awaitCollected(rest.pool);
    assertThat(rest.tasks).noneMatch(CompletableFuture::isDone);
    gate.open();

    for (CompletableFuture<String> task : rest.tasks) {
      String worker = task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(isAlive(worker)).isFalse());
    }
  }

  /** In a method of its own, so that no local variable holds the pool. */
  private Rest drop(Gate gate) {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    List<CompletableFuture<String>> tasks =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    pool.submit(
                        () -> {
                          if (i == 0) {
                            gate.pass();
                          }
                          return workerName();
                        }))
            .toList();
    return new Rest(new WeakReference<>(pool), tasks);
  }

  private static String workerName() {
    return ProcessHandle.current().pid() + " " + Thread.currentThread().getId();
  }

  private static boolean isAlive(String worker) {
    long pid = Long.parseLong(worker.split(" ", 2)[0]);
    long thread = Long.parseLong(worker.split(" ", 2)[1]);
    if (pid == ProcessHandle.current().pid()) {
      return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getId() == thread);
    }
    return ProcessHandle.of(pid).isPresent();
  }

  private static void awaitCollected(WeakReference<?> reference) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              collectGarbage();
              return reference.get() == null;
            });
  }

  @SuppressWarnings("GarbageCollector") // What the test is about.
  private static void collectGarbage() {
    System.gc();
  }

  @Test
  void aPoolThatDidNothingIsCollectedToo() {
    awaitCollected(new WeakReference<>(builder().build()));
  }

  @Test
  void aStreamOfResultsKeepsItsPool() {
    // Not left to a collection that may come much later, in the middle of another test.
    awaitCollected(readAllButDropThePool());
  }

  private WeakReference<MpiPoolExecutor> readAllButDropThePool() {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    WeakReference<MpiPoolExecutor> reference = new WeakReference<>(pool);
    Iterator<Integer> results = squares(pool).iterator();
    pool = null;
    for (int i = 0; i < 50; i++) {
      if (i % 10 == 0) {
        collectGarbage();
      }
      assertThat(results.next()).isEqualTo(i * i);
    }
    assertThat(results.hasNext()).isFalse();
    return reference;
  }

  @Test
  void whoHoldsItWithOtherOptionsHoldsThePool() {
    awaitCollected(useWithOtherOptionsButDropThePool());
  }

  private WeakReference<MpiPoolExecutor> useWithOtherOptionsButDropThePool() {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    WeakReference<MpiPoolExecutor> reference = new WeakReference<>(pool);
    MpiPoolExecutor other = pool.with(TaskOptions.defaults().retries(1));
    pool = null;
    for (int i = 0; i < 5; i++) {
      collectGarbage();
      assertThat(other.submit(Samples::square, i).join()).isEqualTo(i * i);
    }
    return reference;
  }

  private static Stream<Integer> squares(MpiPoolExecutor pool) {
    return pool.map(
        Samples::square,
        IntStream.range(0, 50).boxed().toList(),
        MapOptions.defaults().bufferSize(2));
  }
}
