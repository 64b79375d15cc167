package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rankpool.internal.dispatch.TaskTerms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  void withoutOptionsThereAreNoRetriesAndNoLimits() {
    assertThat(TaskOptions.defaults().terms()).isEqualTo(TaskTerms.NONE);
  }

  @Test
  void whatIsNotSetComesFromTheOthers() {
    TaskOptions mine = TaskOptions.defaults().retries(3);
    TaskOptions pools = TaskOptions.defaults().retries(1).timeout(LIMIT).endWorkerAfter(LIMIT);

    assertThat(mine.orElse(pools).terms())
        .isEqualTo(new TaskTerms(3, LIMIT.toNanos(), LIMIT.toNanos()));
    assertThat(TaskOptions.defaults().orElse(pools).terms()).isEqualTo(pools.terms());
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    TaskOptions options = TaskOptions.defaults();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.retries(-1))
        .withMessageContainingAll("RP-233", "-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.timeout(Duration.ZERO))
        .withMessageContainingAll("RP-235", "timeout", "PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.endWorkerAfter(LIMIT.negated()))
        .withMessageContainingAll("RP-235", "endWorkerAfter", "PT-2S");
  }

  @Test
  void aLimitOfAgesIsNoLimitAtAll() {
    Duration ages = Duration.ofDays(1_000_000);

    assertThat(TaskOptions.defaults().timeout(ages).terms().limitNanos())
        .isGreaterThan(Duration.ofDays(10_000).toNanos());
  }
}
