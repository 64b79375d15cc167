package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link MpiFutures#asCompleted} on futures of the JDK. */
@ExtendWith(Watchdog.class)
class AsCompletedTest {
  private final CompletableFuture<Integer> one = new CompletableFuture<>();
  private final CompletableFuture<Integer> two = new CompletableFuture<>();
  private final CompletableFuture<Integer> three = new CompletableFuture<>();
  private final CompletableFuture<Integer> four = new CompletableFuture<>();

  @Test
  void thoseDoneComeFirstInTheirOrderAndTheOthersAsTheyComplete() {
    four.complete(4);
    two.complete(2);
    Iterator<CompletableFuture<Integer>> next =
        MpiFutures.asCompleted(List.of(one, two, three, four)).iterator();
    three.complete(3);

    assertThat(next.next()).isSameAs(two);
    assertThat(next.next()).isSameAs(four);
    assertThat(next.next()).isSameAs(three);
    one.complete(1);
    assertThat(next.next()).isSameAs(one);
    assertThat(next.hasNext()).isFalse();
  }

  @Test
  void oneThatIsNotThereIsWaitedFor() {
    Stream<CompletableFuture<Integer>> stream = MpiFutures.asCompleted(List.of(one, two));
    CompletableFuture<List<Integer>> values =
        CompletableFuture.supplyAsync(
            () -> stream.map(CompletableFuture::join).toList(),
            task -> new Thread(task, "waits").start());
    two.complete(2);
    assertThat(values).isNotDone();
    one.complete(1);

    assertThat(values.join()).containsExactly(2, 1);
  }

  @Test
  void failedAndCancelledOnesAreGivenLikeOthers() {
    one.cancel(false);
    Stream<CompletableFuture<Integer>> stream = MpiFutures.asCompleted(List.of(one, two));
    two.completeExceptionally(new IOException("no"));

    assertThat(stream).containsExactly(one, two);
  }

  @Test
  void aFutureGivenTwiceIsGivenOnce() {
    one.complete(1);
    Stream<CompletableFuture<Integer>> stream = MpiFutures.asCompleted(List.of(two, one, two, one));
    two.complete(2);

    assertThat(stream).containsExactly(one, two);
  }

  @Test
  void noFuturesGiveAnEmptyStream() {
    assertThat(MpiFutures.asCompleted(List.<CompletableFuture<Integer>>of())).isEmpty();
  }

  @Test
  void whenTheTimeIsOverItGivesWhatIsThereAndTellsHowManyAreMissing() {
    one.complete(1);
    Iterator<CompletableFuture<Integer>> next =
        MpiFutures.asCompleted(List.of(one, two, three), Duration.ZERO).iterator();

    assertThat(next.next()).isSameAs(one);
    assertThatThrownBy(next::hasNext)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("RP-240: 2 of 3 futures")
        .hasMessageContaining("PT0S");
    assertThat(two).isNotDone();
    assertThat(three).isNotDone();
  }

  @Test
  void anInterruptEndsTheStreamAndIsKept() {
    Stream<CompletableFuture<Integer>> stream = MpiFutures.asCompleted(List.of(one));
    Thread.currentThread().interrupt();

    assertThatThrownBy(stream::toList)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(one).isNotDone();
  }

  @Test
  void aStreamThatIsClosedLeavesNothingAtTheFutures() {
    for (int i = 0; i < 1000; i++) {
      try (Stream<CompletableFuture<Integer>> stream = MpiFutures.asCompleted(List.of(one, two))) {
        assertThat(stream.isParallel()).isFalse();
      }
    }

    assertThat(one.getNumberOfDependents()).isLessThan(10);
  }
}
