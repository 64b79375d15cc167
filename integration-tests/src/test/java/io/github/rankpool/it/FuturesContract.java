package io.github.rankpool.it;

import static io.github.rankpool.ReturnWhen.FIRST_COMPLETED;
import static io.github.rankpool.ReturnWhen.FIRST_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.WaitResult;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@link MpiFutures} and the JDK's own combinations do with a pool's futures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FuturesContract {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int WORKERS = 2;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private MpiPoolExecutor pool;
  private Gate gate;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @BeforeAll
  void startPool() {
    pool = builder().maxWorkers(WORKERS).build();
  }

  @BeforeEach
  void makeGate(@TempDir Path directory) {
    gate = new Gate(directory);
  }

  @AfterEach
  void openGate() {
    gate.open();
  }

  @AfterAll
  void endPool() {
    pool.close();
  }

  /**
   * As many tasks as there are workers, begun and held at the gate. Tiny tasks come first, so that
   * windows are wide and tasks that follow queue up at the workers as well as here.
   */
  private List<CompletableFuture<Integer>> occupyWorkers() {
    pool.map(Samples::square, Collections.nCopies(5000, 3)).forEach(nine -> {});
    List<CompletableFuture<Integer>> held = new ArrayList<>();
    Gate own = gate;
    for (int i = 0; i < WORKERS; i++) {
      held.add(
          pool.submit(
              number -> {
                own.pass();
                return number;
              },
              i));
    }
    gate.awaitBegun(WORKERS);
    return held;
  }

  private List<CompletableFuture<Integer>> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> pool.submit(n -> n, i)).toList();
  }

  @Test
  void collectGivesTheValuesInTheirOrder() throws Exception {
    assertThat(MpiFutures.collect(numbers(1000)).get())
        .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void aFailureCancelsWhatIsCollectedWithItAndHasNotBegun() throws Exception {
    List<CompletableFuture<Integer>> futures = occupyWorkers();
    List<CompletableFuture<Integer>> waiting = numbers(1000);
    futures.addAll(waiting);
    CompletableFuture<Integer> bad = new CompletableFuture<>();
    futures.add(bad);
    CompletableFuture<List<Integer>> all = MpiFutures.collect(futures);
    bad.completeExceptionally(new IOException("no"));

    assertThatThrownBy(all::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    await().atMost(LIMIT).until(() -> waiting.stream().allMatch(CompletableFuture::isCancelled));
    gate.open();
    assertThat(futures.get(0).get()).isZero();
    assertThat(pool.submit(() -> "well").get()).isEqualTo("well");
  }

  @Test
  void cancellingWhatWasCollectedCancelsAllThatHaveNotBegun() throws Exception {
    List<CompletableFuture<Integer>> running = occupyWorkers();
    List<CompletableFuture<Integer>> waiting = numbers(1000);
    List<CompletableFuture<Integer>> futures = new ArrayList<>(running);
    futures.addAll(waiting);
    CompletableFuture<List<Integer>> all = MpiFutures.collect(futures);

    assertThat(all.cancel(true)).isTrue();
    assertThat(waiting).allMatch(CompletableFuture::isCancelled);
    assertThat(running).noneMatch(CompletableFuture::isDone);
    gate.open();
    assertThat(MpiFutures.collect(running).get()).containsExactly(0, 1);
  }

  @Test
  void callbacksOfCancelledTasksDoNotRunOnTheCommunicationThread() {
    occupyWorkers();
    List<CompletableFuture<Integer>> waiting = numbers(100);
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    waiting.forEach(
        future -> future.whenComplete((v, f) -> threads.add(Thread.currentThread().getName())));
    CompletableFuture<List<Integer>> all = MpiFutures.collect(waiting);
    all.completeExceptionally(new IOException("enough"));

    await().atMost(LIMIT).until(() -> threads.size() == 100);
    assertThat(threads).noneMatch(name -> name.startsWith("rankpool-comm"));
  }

  @Test
  void composeMakesAnotherValueOrAnotherFailure() throws Exception {
    CompletableFuture<Integer> good = pool.submit(() -> 1);
    CompletableFuture<Integer> bad = pool.submit(() -> Samples.failOn(1, 1));

    assertThat(MpiFutures.compose(good, n -> "number " + n).get()).isEqualTo("number 1");
    assertThat(MpiFutures.compose(bad, String::valueOf, Throwable::getMessage).get())
        .isEqualTo("no 1");
    assertThatThrownBy(() -> MpiFutures.composeFailure(bad, IllegalStateException::new).get())
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void cancellingWhatWasComposedCancelsTheTask() {
    occupyWorkers();
    CompletableFuture<Integer> waiting = pool.submit(() -> 1);
    MpiFutures.compose(waiting, n -> n + 1).cancel(true);

    assertThat(waiting).isCancelled();
  }

  @Test
  void waitingEndsWithTheFirstTaskThatIsDoneAndCancelsNothing() throws Exception {
    List<CompletableFuture<Integer>> held = occupyWorkers();
    CompletableFuture<Integer> bad = CompletableFuture.failedFuture(new IOException("no"));
    List<CompletableFuture<Integer>> all = new ArrayList<>(held);
    all.add(bad);

    assertThat(MpiFutures.waitFor(all, FIRST_COMPLETED).done()).containsExactly(bad);
    assertThat(MpiFutures.waitFor(all, FIRST_FAILED).notDone()).containsExactlyElementsOf(held);
    gate.open();
    WaitResult<CompletableFuture<Integer>> end = MpiFutures.waitFor(all);
    assertThat(end.done()).containsExactlyElementsOf(all);
    assertThat(held.get(1).get()).isEqualTo(1);
  }

  @Test
  void tasksAreGivenAsTheyComplete() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>(numbers(50));
    Gate own = gate;
    futures.add(
        0,
        pool.submit(
            () -> {
              own.pass();
              return -1;
            }));
    List<Integer> values = new ArrayList<>();
    MpiFutures.asCompleted(futures)
        .forEach(
            future -> {
              values.add(future.join());
              if (values.size() == 50) {
                gate.open();
              }
            });

    assertThat(values).hasSize(51).endsWith(-1);
  }

  @Test
  void tasksThatAreNotDoneInTimeAreCountedAndGoOn() throws Exception {
    List<CompletableFuture<Integer>> held = occupyWorkers();
    try (Stream<CompletableFuture<Integer>> stream =
        MpiFutures.asCompleted(held, Duration.ofMillis(20))) {
      assertThatThrownBy(stream::toList)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("RP-240: 2 of 2");
    }
    gate.open();
    assertThat(MpiFutures.collect(held).get()).containsExactly(0, 1);
  }

  @Test
  void supplyAsyncAndRunAsyncAreRefusedAtOnceAndSubmitIsNamedInstead() throws Exception {
    assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> 1, pool))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-203")
        .hasMessageContaining("pool.submit(task)");
    assertThatThrownBy(() -> CompletableFuture.runAsync(() -> {}, pool))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("pool.submit(task)");
    assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
  }

  @Test
  void thenApplyAsyncFailsAtOnceAndThenComposeIsNamedInstead() throws Exception {
    CompletableFuture<Integer> later = new CompletableFuture<>();
    CompletableFuture<Integer> wrong = later.thenApplyAsync(n -> n + 1, pool);
    CompletableFuture<Integer> right = later.thenCompose(x -> pool.submit(n -> n + 1, x));
    later.complete(1);

    assertThatThrownBy(wrong::get)
        .hasCauseInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-203")
        .hasMessageContaining("thenCompose(x -> pool.submit(function, x))");
    assertThat(right.get()).isEqualTo(2);
    assertThatThrownBy(() -> pool.submit(() -> 1).thenRunAsync(() -> {}, pool).get())
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void anExecutorCompletionServiceIsRefusedAtOnceAndAsCompletedIsNamedInstead() {
    ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(pool);

    assertThatThrownBy(() -> service.submit(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-203")
        .hasMessageContaining("MpiFutures.asCompleted");
    assertThat(MpiFutures.asCompleted(numbers(3)).map(CompletableFuture::join))
        .containsExactlyInAnyOrder(0, 1, 2);
  }
}
