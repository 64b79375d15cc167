package io.github.rankpool;

import static io.github.rankpool.ReturnWhen.ALL_COMPLETED;
import static io.github.rankpool.ReturnWhen.FIRST_COMPLETED;
import static io.github.rankpool.ReturnWhen.FIRST_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link MpiFutures#waitFor} on futures of the JDK. */
@ExtendWith(Watchdog.class)
class WaitForTest {
  private static final Duration NO_TIME = Duration.ZERO;

  private final CompletableFuture<Integer> one = new CompletableFuture<>();
  private final CompletableFuture<Integer> two = new CompletableFuture<>();
  private final CompletableFuture<Integer> three = new CompletableFuture<>();
  private final List<CompletableFuture<Integer>> all = List.of(one, two, three);

  /** Waits on a thread of its own. */
  private static CompletableFuture<WaitResult<CompletableFuture<Integer>>> waiting(
      Collection<CompletableFuture<Integer>> futures, ReturnWhen when) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return MpiFutures.waitFor(futures, when);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task, "waits").start());
  }

  @ParameterizedTest
  @EnumSource
  void nothingToWaitForIsNotWaitedFor(ReturnWhen when) throws Exception {
    WaitResult<CompletableFuture<Integer>> result = MpiFutures.waitFor(List.of(), when);

    assertThat(result.done()).isEmpty();
    assertThat(result.notDone()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whenAllAreDoneAllAreGivenInTheirOrder(ReturnWhen when) throws Exception {
    three.complete(3);
    two.cancel(false);
    one.complete(1);

    assertThat(MpiFutures.waitFor(all, when).done()).containsExactly(one, two, three);
  }

  @ParameterizedTest
  @EnumSource
  void whenTheTimeIsOverItTellsWhatIsDone(ReturnWhen when) throws Exception {
    WaitResult<CompletableFuture<Integer>> none = MpiFutures.waitFor(all, when, NO_TIME);
    assertThat(none.done()).isEmpty();
    assertThat(none.notDone()).containsExactly(one, two, three);
    three.complete(3);
    one.complete(1);
    WaitResult<CompletableFuture<Integer>> some = MpiFutures.waitFor(all, when, NO_TIME);

    assertThat(some.done()).containsExactly(one, three);
    assertThat(some.notDone()).containsExactly(two);
    assertThat(two).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutInThePastDoesNotWait(ReturnWhen when) throws Exception {
    Duration longAgo = Duration.ofSeconds(Long.MIN_VALUE);

    assertThat(MpiFutures.waitFor(all, when, longAgo).notDone()).hasSize(3);
  }

  @Test
  void aFutureGivenTwiceCountsOnce() throws Exception {
    one.complete(1);
    WaitResult<CompletableFuture<Integer>> result =
        MpiFutures.waitFor(List.of(one, one, two, two), ALL_COMPLETED, NO_TIME);

    assertThat(result.done()).containsExactly(one);
    assertThat(result.notDone()).containsExactly(two);
  }

  @Test
  void allAreWaitedForHoweverTheyEnd() {
    var result = waiting(all, ALL_COMPLETED);
    one.completeExceptionally(new IOException("no"));
    two.cancel(false);
    assertThat(result).isNotDone();
    three.complete(3);

    assertThat(result.join().done()).containsExactly(one, two, three);
    assertThat(result.join().notDone()).isEmpty();
  }

  @Test
  void theFirstToCompleteEndsTheWaitAndTheOthersGoOn() {
    var result = waiting(all, FIRST_COMPLETED);
    two.complete(2);

    assertThat(result.join().done()).containsExactly(two);
    assertThat(result.join().notDone()).containsExactly(one, three);
    assertThat(one).isNotDone();
    assertThat(three).isNotDone();
  }

  @Test
  void theFirstToFailEndsTheWaitButOneThatIsCancelledDoesNot() {
    var result = waiting(all, FIRST_FAILED);
    one.cancel(false);
    assertThat(result).isNotDone();
    two.completeExceptionally(new IOException("no"));

    assertThat(result.join().done()).containsExactly(one, two);
    assertThat(result.join().notDone()).containsExactly(three);
  }

  @Test
  void aFailureFromBeforeTheCallEndsTheWait() throws Exception {
    two.completeExceptionally(new IOException("no"));

    assertThat(MpiFutures.waitFor(all, FIRST_FAILED).notDone()).containsExactly(one, three);
  }

  @Test
  void whereNoneFailsTheWaitForAFailureEndsWithTheLast() {
    var result = waiting(all, FIRST_FAILED);
    all.forEach(future -> future.complete(0));

    assertThat(result.join().done()).containsExactly(one, two, three);
  }

  @Test
  void withoutSayingWhatAllAreWaitedFor() throws Exception {
    all.forEach(future -> future.complete(0));

    assertThat(MpiFutures.waitFor(all).done()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWait(ReturnWhen when) {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> MpiFutures.waitFor(all, when))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(all).noneMatch(CompletableFuture::isDone);
  }

  @ParameterizedTest
  @EnumSource
  void waitingAgainAndAgainLeavesNothingAtTheFuture(ReturnWhen when) throws Exception {
    for (int i = 0; i < 1000; i++) {
      MpiFutures.waitFor(all, when, NO_TIME);
    }

    assertThat(one.getNumberOfDependents()).isLessThan(10);
  }
}
