package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link MpiFutures#compose} and {@link MpiFutures#composeFailure} on futures of the JDK. */
class ComposeTest {
  private final CompletableFuture<Integer> input = new CompletableFuture<>();
  private final AtomicInteger calls = new AtomicInteger();

  private String text(int number) {
    calls.incrementAndGet();
    return "number " + number;
  }

  private String messageOf(Throwable failure) {
    calls.incrementAndGet();
    return String.valueOf(failure.getMessage());
  }

  @Test
  void theResultHookMakesTheValue() {
    CompletableFuture<String> output = MpiFutures.compose(input, this::text, this::messageOf);
    assertThat(output).isNotDone();
    input.complete(7);

    assertThat(output).isCompletedWithValue("number 7");
    assertThat(calls).hasValue(1);
  }

  @Test
  void anInputThatIsDoneIsComposedAtOnce() {
    input.complete(7);

    assertThat(MpiFutures.compose(input, this::text)).isCompletedWithValue("number 7");
  }

  @Test
  void nullGoesInAndOutOfHooks() {
    CompletableFuture<@Nullable Integer> nothing = CompletableFuture.completedFuture(null);
    CompletableFuture<@Nullable String> output =
        MpiFutures.compose(nothing, value -> value == null ? null : "something");

    assertThat(output).isCompletedWithValue(null);
  }

  @Test
  void withoutAFailureHookItFailsAsTheInputDoes() {
    CompletableFuture<String> output = MpiFutures.compose(input, this::text);
    IOException failure = new IOException("no");
    input.completeExceptionally(failure);

    assertThatThrownBy(output::get).cause().isSameAs(failure);
    assertThat(calls).hasValue(0);
  }

  @Test
  void aFailureHookThatReturnsAValueCompletesItWithThat() {
    CompletableFuture<String> output = MpiFutures.compose(input, this::text, this::messageOf);
    input.completeExceptionally(new IOException("no"));

    assertThat(output).isCompletedWithValue("no");
    assertThat(calls).hasValue(1);
  }

  @Test
  void aFailureHookThatReturnsAnExceptionFailsItWithThat() {
    CompletableFuture<String> output =
        MpiFutures.compose(input, this::text, e -> new IllegalStateException("then no", e));
    input.completeExceptionally(new IOException("no"));

    assertThatThrownBy(output::get)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("then no")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void theFailureHookGetsTheExceptionItselfWhereStagesHaveWrappedIt() {
    IOException failure = new IOException("no");
    CompletableFuture<Boolean> output =
        MpiFutures.compose(input.thenApply(n -> n + 1), n -> false, e -> e == failure);
    input.completeExceptionally(failure);

    assertThat(output).isCompletedWithValue(true);
  }

  @Test
  void aHookThatThrowsFailsItWithWhatItThrew() {
    IllegalStateException thrown = new IllegalStateException("from the hook");
    CompletableFuture<Integer> other = new CompletableFuture<>();
    CompletableFuture<Integer> ofResult =
        MpiFutures.compose(
            input,
            value -> {
              throw thrown;
            });
    CompletableFuture<Integer> ofFailure =
        MpiFutures.composeFailure(
            other,
            failure -> {
              throw thrown;
            });
    input.complete(1);
    other.completeExceptionally(new IOException("no"));

    assertThatThrownBy(ofResult::get).cause().isSameAs(thrown);
    assertThatThrownBy(ofFailure::get).cause().isSameAs(thrown);
  }

  @Test
  void withAFailureHookAloneTheValueStaysAsItIs() {
    CompletableFuture<Integer> output = MpiFutures.composeFailure(input, failure -> -1);
    CompletableFuture<Integer> failed = CompletableFuture.failedFuture(new IOException("no"));
    input.complete(7);

    assertThat(output).isCompletedWithValue(7);
    assertThat(MpiFutures.composeFailure(failed, failure -> -1)).isCompletedWithValue(-1);
  }

  @Test
  void anInputThatIsCancelledCancelsItAndCallsNoHook() {
    CompletableFuture<String> output = MpiFutures.compose(input, this::text, this::messageOf);
    input.cancel(false);

    assertThat(output).isCancelled();
    assertThat(calls).hasValue(0);
  }

  @Test
  void cancellingItCancelsTheInputAndCallsNoHook() {
    CompletableFuture<String> output = MpiFutures.compose(input, this::text, this::messageOf);

    assertThat(output.cancel(true)).isTrue();
    assertThat(output).isCancelled();
    assertThat(input).isCancelled();
    assertThat(calls).hasValue(0);
  }

  @Test
  void cancellingTheEndOfAChainCancelsItsBeginning() {
    CompletableFuture<String> end =
        MpiFutures.compose(
            MpiFutures.collect(List.of(MpiFutures.compose(input, n -> n + 1))), List::toString);
    end.cancel(true);

    assertThat(input).isCancelled();
  }
}
