package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link MpiFutures#collect} on futures of the JDK. */
class CollectTest {
  private final CompletableFuture<Integer> one = new CompletableFuture<>();
  private final CompletableFuture<Integer> two = new CompletableFuture<>();
  private final CompletableFuture<Integer> three = new CompletableFuture<>();

  @Test
  void valuesAreInTheOrderOfTheFuturesWhateverCompletesFirst() throws Exception {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, three));
    three.complete(3);
    one.complete(1);
    assertThat(all).isNotDone();
    two.complete(2);

    assertThat(all.get()).containsExactly(1, 2, 3);
  }

  @Test
  void noFuturesGiveAnEmptyListAtOnce() {
    assertThat(MpiFutures.collect(List.<CompletableFuture<Integer>>of()))
        .isCompletedWithValue(List.of());
  }

  @Test
  void aFutureGivenTwiceHasTwoPlaces() throws Exception {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, one));
    one.complete(1);
    two.complete(2);

    assertThat(all.get()).containsExactly(1, 2, 1);
  }

  @Test
  void nullIsAValueLikeOthers() throws Exception {
    CompletableFuture<@Nullable Integer> none = CompletableFuture.completedFuture(null);

    assertThat(MpiFutures.<@Nullable Integer>collect(List.of(none, none)).get())
        .isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void futuresOfSubtypesAreCollectedAsTheirSupertype() throws Exception {
    CompletableFuture<Double> half = CompletableFuture.completedFuture(0.5);
    one.complete(1);

    assertThat(MpiFutures.<Number>collect(List.of(one, half)).get()).containsExactly(1, 0.5);
  }

  @Test
  void theFirstFailureFailsItAndCancelsTheRest() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, three));
    IOException failure = new IOException("no");
    one.complete(1);
    two.completeExceptionally(failure);

    assertThatThrownBy(all::get).isInstanceOf(ExecutionException.class).cause().isSameAs(failure);
    assertThat(three).isCancelled();
    assertThat(one).isCompletedWithValue(1);
  }

  @Test
  void aFailureFromBeforeTheCallCounts() {
    IOException failure = new IOException("no");
    three.completeExceptionally(failure);
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, three));

    assertThatThrownBy(all::get).cause().isSameAs(failure);
    assertThat(one).isCancelled();
    assertThat(two).isCancelled();
  }

  @Test
  void aFailureThatCameDownAChainOfStagesIsGivenAsTheCauseItself() {
    IOException failure = new IOException("no");
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one.thenApply(n -> n + 1)));
    one.completeExceptionally(failure);

    assertThatThrownBy(all::get).isInstanceOf(ExecutionException.class).cause().isSameAs(failure);
  }

  @Test
  void aCancelledFutureCancelsItAndTheRest() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, three));
    two.cancel(false);

    assertThat(all).isCancelled();
    assertThatThrownBy(all::get).isInstanceOf(CancellationException.class);
    assertThat(one).isCancelled();
    assertThat(three).isCancelled();
  }

  @Test
  void cancellingItCancelsAllThatAreNotDone() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two, three));
    two.complete(2);

    assertThat(all.cancel(true)).isTrue();
    assertThat(all).isCancelled();
    assertThat(one).isCancelled();
    assertThat(two).isCompletedWithValue(2);
    assertThat(three).isCancelled();
  }

  @Test
  void cancellingItWhenItIsDoneChangesNothing() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one));
    one.complete(1);

    assertThat(all.cancel(true)).isFalse();
    assertThat(all).isCompletedWithValue(List.of(1));
  }

  @Test
  void failingItFromOutsideCancelsAllThatAreNotDone() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two));
    all.completeExceptionally(new IOException("enough"));

    assertThat(one).isCancelled();
    assertThat(two).isCancelled();
  }

  @Test
  void aCollectionOfCollectionsFailsAndIsCancelledAsAWhole() {
    CompletableFuture<List<Integer>> left = MpiFutures.collect(List.of(one, two));
    CompletableFuture<List<Integer>> right = MpiFutures.collect(List.of(three));
    CompletableFuture<List<List<Integer>>> both = MpiFutures.collect(List.of(left, right));
    one.completeExceptionally(new IOException("no"));

    assertThat(both).isCompletedExceptionally();
    assertThat(two).isCancelled();
    assertThat(right).isCancelled();
    assertThat(three).isCancelled();
  }

  @Test
  void itIsCompletedOnceHoweverManyFuturesFail() {
    CompletableFuture<List<Integer>> all = MpiFutures.collect(List.of(one, two));
    AtomicInteger calls = new AtomicInteger();
    all.whenComplete((values, failure) -> calls.incrementAndGet());
    two.completeExceptionally(new IOException("first"));
    one.completeExceptionally(new IOException("second"));

    assertThat(calls).hasValue(1);
    assertThatThrownBy(all::get).hasMessageContaining("first");
  }

  @Test
  @SuppressWarnings("NullAway") // What the test is about.
  void aNullAmongTheFuturesIsRefused() {
    assertThatThrownBy(() -> MpiFutures.collect(Arrays.asList(one, null)))
        .isInstanceOf(NullPointerException.class);
    assertThat(one).isNotDone();
  }
}
