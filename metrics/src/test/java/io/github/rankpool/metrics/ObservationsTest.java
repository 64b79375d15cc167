package io.github.rankpool.metrics;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.TaskTimeoutException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservationsTest {
  private final TestObservationRegistry registry = TestObservationRegistry.create();
  private final MpiPoolExecutor pool =
      MpiPoolExecutor.builder().backend("threads").maxWorkers(1).build();
  private final RankpoolObservations observations =
      new RankpoolObservations(pool, "observed", registry);

  @AfterEach
  void closePool() {
    pool.close();
  }

  private static int failing() {
    throw new IllegalStateException("on purpose");
  }

  private static int interrupted() throws InterruptedException {
    new CountDownLatch(1).await();
    return 1;
  }

  private void awaitStop() {
    await().untilAsserted(() -> assertThat(registry).hasSingleObservationThat().hasBeenStopped());
  }

  @Test
  void aTaskIsAnObservationFromItsSubmissionToItsEnd() {
    int result = observations.observe("one", () -> pool.submit(() -> 1)).join();
    awaitStop();

    assertThat(result).isEqualTo(1);
    assertThat(registry)
        .hasSingleObservationThat()
        .hasNameEqualTo("rankpool.task")
        .hasContextualNameEqualTo("one")
        .hasLowCardinalityKeyValue("name", "observed")
        .hasLowCardinalityKeyValue("backend", "threads")
        .hasLowCardinalityKeyValue("outcome", "completed")
        .hasHighCardinalityKeyValue("label", "one")
        .doesNotHaveError();
  }

  @Test
  void itsParentIsTheCurrentOneOfTheThreadThatSubmits() {
    Observation request = Observation.start("request", registry);
    request.scoped(() -> observations.observe("one", () -> pool.submit(() -> 1)).join());
    request.stop();

    assertThat(registry)
        .hasObservationWithNameEqualTo("rankpool.task")
        .that()
        .hasParentObservationEqualTo(request);
  }

  @Test
  void aFailureIsItsErrorAndTellsTheWorker() {
    CompletableFuture<Integer> future =
        observations.observe("bad", () -> pool.submit(ObservationsTest::failing));
    assertThatThrownBy(future::join).isInstanceOf(CompletionException.class);
    awaitStop();

    assertThat(registry)
        .hasSingleObservationThat()
        .hasLowCardinalityKeyValue("outcome", "failed")
        .hasHighCardinalityKeyValue("worker", "0")
        .thenError()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCancelledTaskHasNoError() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    observations.observe("none", () -> future).cancel(false);

    assertThat(registry)
        .hasSingleObservationThat()
        .hasBeenStopped()
        .hasLowCardinalityKeyValue("outcome", "cancelled")
        .doesNotHaveError();
  }

  @Test
  void whatAFutureOfTheTasksFutureFailsWithIsTheTasksFailure() {
    TaskOptions bounded = TaskOptions.defaults().timeout(Duration.ofMillis(20));
    CompletableFuture<Integer> future =
        observations.observe(
            "long",
            () ->
                pool.with(bounded)
                    .submit(ObservationsTest::interrupted)
                    .thenApply(result -> result + 1));
    assertThatThrownBy(future::join).hasCauseInstanceOf(TaskTimeoutException.class);
    awaitStop();

    assertThat(registry)
        .hasSingleObservationThat()
        .hasLowCardinalityKeyValue("outcome", "timed_out")
        .hasHighCardinalityKeyValue("worker", "0")
        .thenError()
        .isInstanceOf(TaskTimeoutException.class);
  }

  @Test
  void aCancelledTaskWhoseResultWasToBeUsedHasNoError() {
    CompletableFuture<Integer> task = new CompletableFuture<>();
    observations.observe("none", () -> task.thenApply(result -> result + 1));
    task.cancel(false);

    assertThat(registry)
        .hasSingleObservationThat()
        .hasBeenStopped()
        .hasLowCardinalityKeyValue("outcome", "cancelled")
        .doesNotHaveError();
  }

  @Test
  void aRefusedSubmissionIsAnErrorAndIsThrown() {
    pool.shutdown();

    assertThatThrownBy(() -> observations.observe("late", () -> pool.submit(() -> 1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(registry)
        .hasSingleObservationThat()
        .hasBeenStopped()
        .hasLowCardinalityKeyValue("outcome", "failed");
    assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
  }

  @Test
  void aRegistryThatDoesNothingGetsNothing() {
    RankpoolObservations off = new RankpoolObservations(pool, "off", ObservationRegistry.NOOP);

    CompletableFuture<Integer> future = CompletableFuture.completedFuture(1);

    assertThat(off.observe("none", () -> future)).isSameAs(future);
    assertThat(future.getNumberOfDependents()).isZero();
  }
}
