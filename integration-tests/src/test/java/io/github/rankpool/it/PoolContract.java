package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.RemoteTaskException;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to tasks, results and failures of a pool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolContract {
  private static final int WORKERS = 2;
  private static final int MANY = 100_000;
  private static final int LARGE = 256 << 20;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private MpiPoolExecutor pool;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @BeforeAll
  void startPool() {
    pool = builder().maxWorkers(WORKERS).build();
    assertThat(pool.workerCount()).isEqualTo(WORKERS);
  }

  @AfterAll
  void endPool() {
    pool.close();
  }

  @Test
  void aValueComesBack() throws Exception {
    Samples.Point point = new Samples.Point(1, 2.5, "ä");

    assertThat(pool.submit(() -> 6 * 7).get()).isEqualTo(42);
    assertThat(pool.submit(() -> point).get()).isEqualTo(point);
    assertThat(pool.<Object>submit(() -> null).get()).isNull();
    assertThat(pool.submit(Samples::square, 9).get()).isEqualTo(81);
  }

  @Test
  void aRunnableHasNoResultOrTheOneGivenWithIt() throws Exception {
    Object result = new Object();

    assertThat(pool.submit(() -> {}).get()).isNull();
    assertThat(pool.submit((Runnable & java.io.Serializable) () -> {}, result).get())
        .isSameAs(result);
  }

  @Test
  void theTaskGetsACopyAsOfTheTimeOfSubmission() throws Exception {
    int[] numbers = {1, 2, 3};
    CompletableFuture<Integer> sum = pool.submit(a -> IntStream.of(a).sum(), numbers);
    numbers[0] = 100;

    assertThat(sum.get()).isEqualTo(6);
  }

  @Test
  void whatATaskThrowsComesBackAndTellsWhereItWasThrown() {
    Throwable failure =
        catchThrowable(() -> pool.submit(() -> Samples.failOn(1, 1)).get()).getCause();

    assertThat(failure).isInstanceOf(IOException.class).hasMessage("no 1");
    assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("failOn");
    RemoteStackTrace trace = (RemoteStackTrace) failure.getCause();
    assertThat(trace.workerRank()).isBetween(0, WORKERS - 1);
    assertThat(trace.poolSize()).isEqualTo(WORKERS);
    assertThat(trace.host()).isNotBlank();
    assertThat(trace.pid()).isPositive();
    assertThat(trace).hasMessageContaining("Samples.failOn").hasMessageContaining(trace.host());
  }

  @Test
  void anErrorOfATaskFailsTheTaskAlone() throws Exception {
    assertThatThrownBy(() -> pool.submit(() -> Samples.overflowStack(0)).get())
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThatThrownBy(
            () -> {
              SerializableCallable<Integer> wrong =
                  () -> {
                    throw new AssertionError("wrong");
                  };
              pool.submit(wrong).get();
            })
        .hasRootCauseInstanceOf(RemoteStackTrace.class)
        .hasCauseInstanceOf(AssertionError.class);
    assertPoolIsWell();
  }

  @Test
  void anExceptionThatCannotBeSentArrivesAsItsDescription() {
    Throwable failure =
        catchThrowable(
                () ->
                    pool.submit(
                            () -> {
                              throw new Samples.UnsendableException("I hold a thread");
                            })
                        .get())
            .getCause();

    assertThat(failure)
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("I hold a thread")
        .hasCauseInstanceOf(RemoteStackTrace.class);
    assertThat(((RemoteTaskException) failure).exceptionClass())
        .isEqualTo(Samples.UnsendableException.class.getName());
  }

  @Test
  void aLambdaThatCapturesWhatCannotBeSentFailsItsOwnFutureAndNamesIt() throws Exception {
    Samples.Holder holder = new Samples.Holder();
    CompletableFuture<Integer> future = pool.submit(() -> holder.hashCode());

    assertThatThrownBy(future::get)
        .hasCauseInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("RP-401")
        .hasMessageContaining("java.lang.Thread")
        .hasMessageContaining("captured value 1 -> Holder.inner -> Inner.thread");
    assertPoolIsWell();
  }

  @Test
  void aCallableThatIsNotSerializableFailsItsOwnFutureWithAHint() throws Exception {
    Callable<Integer> plain = () -> 1;

    assertThatThrownBy(() -> pool.submit(plain).get())
        .hasCauseInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("SerializableCallable");
    assertPoolIsWell();
  }

  @Test
  void aResultThatCannotBeSentFailsItsOwnFutureAndNamesIt() throws Exception {
    assertThatThrownBy(() -> pool.submit(() -> new Object[] {1, new Samples.Holder()}).get())
        .hasCauseInstanceOf(TaskSerializationException.class)
        .hasRootCauseInstanceOf(RemoteStackTrace.class)
        .hasMessageContaining("RP-402")
        .hasMessageContaining("[1] -> Holder.inner -> Inner.thread");
    assertPoolIsWell();
  }

  @Test
  void executeRefusesWhatCannotBeSentAndNamesIt() throws Exception {
    Thread thread = new Thread(() -> {});

    assertThatThrownBy(() -> pool.execute(thread))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-203")
        .hasMessageContaining("java.lang.Thread");
    assertPoolIsWell();
  }

  @Test
  void manyTinyTasksAllComeBackWithTheirOwnResult() throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>(MANY);
    for (int i = 0; i < MANY; i++) {
      int number = i;
      futures.add(pool.submit(() -> number));
    }

    for (int i = 0; i < MANY; i++) {
      assertThat(futures.get(i).get()).isEqualTo(i);
    }
  }

  @Test
  void aLargeResultComesBackWhole() throws Exception {
    byte[] result =
        pool.submit(
                () -> {
                  byte[] bytes = new byte[LARGE];
                  for (int i = 0; i < LARGE; i += 4099) {
                    bytes[i] = (byte) i;
                  }
                  return bytes;
                })
            .get();

    assertThat(result.length).isEqualTo(LARGE);
    for (int i = 0; i < LARGE; i += 4099) {
      assertThat(result[i]).isEqualTo((byte) i);
    }
  }

  @Test
  void withZeroCopyLargeArraysComeBackWholeAndSharedOnesStayShared() throws Exception {
    try (MpiPoolExecutor zeroCopy = builder().maxWorkers(1).zeroCopy(true).build()) {
      double[] numbers = IntStream.range(0, 3_000_001).asDoubleStream().toArray();
      Object[] both =
          zeroCopy.submit(a -> new Object[] {a, a, new int[100_000], "end"}, numbers).get();

      assertThat((double[]) both[0]).isEqualTo(numbers);
      assertThat(both[1]).isSameAs(both[0]);
      assertThat((int[]) both[2]).isEqualTo(new int[100_000]);
      assertThat(both[3]).isEqualTo("end");
    }
  }

  @Test
  void aCallbackMayWaitForOtherTasksOfThePool() throws Exception {
    List<CompletableFuture<Integer>> nested = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      nested.add(pool.submit(() -> 1).thenApply(one -> one + pool.submit(() -> 2).join()));
    }

    for (CompletableFuture<Integer> future : nested) {
      assertThat(future.get()).isEqualTo(3);
    }
  }

  @Test
  void invokeAllGivesTheFuturesInOrder() throws Exception {
    List<SerializableCallable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      tasks.add(() -> Samples.failOn(13, number));
    }
    var futures = pool.invokeAll(tasks);

    assertThat(futures).hasSize(50).allMatch(java.util.concurrent.Future::isDone);
    assertThat(futures.get(49).get()).isEqualTo(49);
    assertThatThrownBy(() -> futures.get(13).get()).isInstanceOf(ExecutionException.class);
  }

  @Test
  void invokeAnyGivesAResultThatIsThereAndFailsIfNoneIs() throws Exception {
    SerializableCallable<Integer> good = () -> 5;
    SerializableCallable<Integer> bad = () -> Samples.failOn(1, 1);

    assertThat(pool.invokeAny(List.of(bad, good))).isEqualTo(5);
    assertThatThrownBy(() -> pool.invokeAny(List.of(bad, bad)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  private void assertPoolIsWell() throws Exception {
    assertThat(pool.submit(() -> "well").get()).isEqualTo("well");
  }
}
