package io.github.rankpool.it;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.SerializableCallable;
import io.github.rankpool.SerializableRunnable;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code java.util.concurrent} promises of every {@code ExecutorService}. Run on pools of the
 * JDK as well, so that it does not ask for what they do not do.
 */
abstract class ExecutorServiceContract {
  private static final int WORKERS = 2;
  private static final int LIMIT_SECONDS = 30;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  private ExecutorService executor;
  private Gate gate;

  /** An executor that runs so many tasks at a time. */
  abstract ExecutorService executor(int workers);

  @BeforeEach
  void startExecutor() {
    gate = new Gate(directory);
    executor = executor(WORKERS);
  }

  @AfterEach
  void endExecutor() throws InterruptedException {
    gate.open();
    executor.shutdown();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
  }

  private static SerializableCallable<Integer> value(int value) {
    return () -> value;
  }

  private static SerializableCallable<Integer> failure() {
    return () -> {
      throw new IllegalStateException("no 1");
    };
  }

  private SerializableCallable<Integer> held(int value) {
    Gate own = gate;
    return () -> {
      own.pass();
      return value;
    };
  }

  private Path mark(String name) {
    return directory.resolve(name);
  }

  private SerializableRunnable marking(String name) {
    String file = mark(name).toString();
    return () -> Path.of(file).toFile().mkdir();
  }

  /** Has every worker hold a task at the gate. */
  private List<Future<Integer>> occupyWorkers() {
    List<Future<Integer>> held = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      held.add(executor.submit(held(i)));
    }
    gate.awaitBegun(WORKERS);
    return held;
  }

  @Test
  void executeRunsTheTask() {
    executor.execute(marking("ran"));

    await().atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(() -> Files.exists(mark("ran")));
  }

  @Test
  void submitGivesAFutureOfTheResult() throws Exception {
    assertThat(executor.submit(value(7)).get()).isEqualTo(7);
    assertThat(executor.submit(marking("ran")).get()).isNull();
    assertThat(mark("ran")).exists();
    assertThat(executor.submit(marking("again"), "done").get()).isEqualTo("done");
    assertThat(mark("again")).exists();
  }

  @Test
  @SuppressWarnings("NullAway") // What the test is about.
  void nullIsNoTask() {
    assertThatThrownBy(() -> executor.execute(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.submit((Runnable) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.submit(null, "done"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.submit((Callable<?>) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.invokeAll(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.invokeAny(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aFailureIsTheCauseOfWhatGetThrows() {
    assertThatThrownBy(() -> executor.submit(failure()).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no 1");
  }

  @Test
  void getWithATimeoutLeavesTheTaskAlone() throws Exception {
    Future<Integer> future = executor.submit(held(3));

    assertThatThrownBy(() -> future.get(10, MILLISECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(future.isDone()).isFalse();
    gate.open();
    assertThat(future.get(LIMIT_SECONDS, SECONDS)).isEqualTo(3);
  }

  @Test
  void aTaskThatIsCancelledBeforeItBeginsNeverRuns() throws Exception {
    occupyWorkers();
    Future<?> future = executor.submit(marking("ran"));
    Future<?> withResult = executor.submit(marking("ran"), "done");

    assertThat(future.cancel(false)).isTrue();
    assertThat(withResult.cancel(true)).isTrue();
    assertThat(future.isCancelled()).isTrue();
    assertThat(future.isDone()).isTrue();
    assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    gate.open();
    executor.shutdown();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(mark("ran")).doesNotExist();
  }

  @Test
  void aTaskThatIsDoneCannotBeCancelled() throws Exception {
    Future<Integer> future = executor.submit(value(1));
    future.get();

    assertThat(future.cancel(true)).isFalse();
    assertThat(future.isCancelled()).isFalse();
    assertThat(future.get()).isEqualTo(1);
  }

  @Test
  void invokeAllGivesFuturesThatAreDoneInTheOrderOfTheTasks() throws Exception {
    List<SerializableCallable<Integer>> tasks =
        new ArrayList<>(IntStream.range(0, 50).mapToObj(i -> value(i)).toList());
    tasks.set(13, failure());
    List<Future<Integer>> futures = executor.invokeAll(tasks);

    assertThat(futures).hasSize(50).allMatch(Future::isDone);
    assertThat(futures.get(49).get()).isEqualTo(49);
    assertThatThrownBy(() -> futures.get(13).get()).isInstanceOf(ExecutionException.class);
    assertThat(executor.invokeAll(List.<SerializableCallable<Integer>>of())).isEmpty();
  }

  @Test
  void invokeAllCancelsWhatIsNotDoneInTimeAndGivesFuturesThatAreDone() throws Exception {
    List<SerializableCallable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      tasks.add(held(i));
    }
    for (int i = 0; i < 20; i++) {
      SerializableRunnable late = marking("late-" + i);
      tasks.add(
          () -> {
            late.run();
            return 0;
          });
    }
    List<Future<Integer>> futures = executor.invokeAll(tasks, 100, MILLISECONDS);

    assertThat(futures).hasSize(tasks.size()).allMatch(Future::isDone);
    assertThat(futures).allMatch(Future::isCancelled);
    gate.open();
    executor.shutdown();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(mark("late-19")).doesNotExist();
  }

  @Test
  @SuppressWarnings("NullAway") // What the test is about.
  void invokeAllAndInvokeAnyRefuseNullsAmongTheTasksAndANullUnit() {
    List<SerializableCallable<Integer>> withNull = Arrays.asList(value(1), null);
    List<SerializableCallable<Integer>> one = List.of(value(1));

    assertThatThrownBy(() -> executor.invokeAll(withNull)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.invokeAll(withNull, 1, SECONDS))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.invokeAll(one, 1, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.invokeAny(one, 1, null))
        .isInstanceOf(NullPointerException.class);
    // Whether invokeAny looks at all tasks before one of them succeeds is not promised.
    assertThatThrownBy(() -> executor.invokeAny(Arrays.asList(null, failure())))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void anInterruptEndsInvokeAllAndCancelsWhatHasNotBegun() throws Exception {
    occupyWorkers();
    SerializableRunnable late = marking("late");
    SerializableCallable<Integer> task =
        () -> {
          late.run();
          return 0;
        };
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> executor.invokeAll(List.of(task)))
        .isInstanceOf(InterruptedException.class);
    gate.open();
    executor.shutdown();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(mark("late")).doesNotExist();
  }

  @Test
  void invokeAnyGivesAResultThatIsThereAndFailsIfNoneIs() throws Exception {
    assertThat(executor.invokeAny(List.of(failure(), value(5), failure()))).isEqualTo(5);
    assertThat(executor.invokeAny(List.of(failure(), value(5)), LIMIT_SECONDS, SECONDS))
        .isEqualTo(5);
    assertThatThrownBy(() -> executor.invokeAny(List.of(failure(), failure())))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void invokeAnyNeedsATask() {
    assertThatThrownBy(() -> executor.invokeAny(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> executor.invokeAny(List.of(), 1, SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void invokeAnyEndsWithItsTimeAndCancelsWhatHasNotBegun() throws Exception {
    occupyWorkers();
    SerializableRunnable late = marking("late");
    SerializableCallable<Integer> task =
        () -> {
          late.run();
          return 0;
        };

    assertThatThrownBy(() -> executor.invokeAny(List.of(task, task), 20, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    gate.open();
    executor.shutdown();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(mark("late")).doesNotExist();
  }

  @Test
  void anInterruptEndsInvokeAny() {
    occupyWorkers();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> executor.invokeAny(List.of(value(1))))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void beforeShutdownItIsNeitherShutDownNorTerminated() throws Exception {
    executor.submit(value(1)).get();

    assertThat(executor.isShutdown()).isFalse();
    assertThat(executor.isTerminated()).isFalse();
    assertThat(executor.awaitTermination(1, MILLISECONDS)).isFalse();
    assertThat(executor.awaitTermination(-1, MILLISECONDS)).isFalse();
  }

  @Test
  void shutdownRunsWhatWasHandedInAndTerminatesBehindIt() throws Exception {
    List<Future<Integer>> running = occupyWorkers();
    Future<Integer> waiting = executor.submit(value(9));
    executor.shutdown();
    executor.shutdown();

    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.isTerminated()).isFalse();
    assertThat(executor.awaitTermination(10, MILLISECONDS)).isFalse();
    gate.open();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(executor.isTerminated()).isTrue();
    assertThat(running).allMatch(Future::isDone);
    assertThat(waiting.isDone()).isTrue();
    assertThat(waiting.get()).isEqualTo(9);
  }

  @Test
  void afterShutdownItTakesNoTasks() {
    executor.shutdown();

    assertThatThrownBy(() -> executor.submit(value(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> executor.submit(marking("ran")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> executor.execute(marking("ran")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> executor.invokeAll(List.of(value(1))))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> executor.invokeAny(List.of(value(1))))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(mark("ran")).doesNotExist();
  }

  @Test
  void shutdownNowLeavesOutWhatHasNotBegun() throws Exception {
    occupyWorkers();
    executor.execute(marking("ran"));
    executor.shutdownNow();

    assertThat(executor.isShutdown()).isTrue();
    gate.open();
    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(executor.shutdownNow()).isEmpty();
    assertThat(mark("ran")).doesNotExist();
  }

  @Test
  void anExecutorThatWasNeverUsedTerminatesWithShutdown() throws Exception {
    executor.shutdown();

    assertThat(executor.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(executor.isTerminated()).isTrue();
  }

  @Test
  void anInterruptEndsAwaitTermination() {
    occupyWorkers();
    executor.shutdown();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> executor.awaitTermination(LIMIT_SECONDS, SECONDS))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void awaitTerminationWakesWhenTheLastTaskEnds() throws Exception {
    occupyWorkers();
    executor.shutdown();
    AtomicReference<Boolean> terminated = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                terminated.set(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
              } catch (InterruptedException e) {
                terminated.set(false);
              }
            });
    waiting.start();
    gate.open();
    waiting.join();

    assertThat(terminated).hasValue(true);
  }
}
