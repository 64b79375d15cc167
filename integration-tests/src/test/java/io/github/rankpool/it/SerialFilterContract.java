package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.testkit.Watchdog;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A filter of classes holds at workers and at the master, and costs only what it rejects. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class SerialFilterContract {
  private static final String NO_DECIMALS = "!java.math.BigDecimal;io.github.rankpool.**";

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @Test
  void whatAFilterRejectsFailsItsOwnFutureAndSaysWhy() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).serialFilter(NO_DECIMALS).build()) {
      assertThatThrownBy(() -> pool.submit(BigDecimal::precision, new BigDecimal("1.25")).get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContainingAll("RP-411", "java.math.BigDecimal", NO_DECIMALS);
      assertThatThrownBy(() -> pool.submit(text -> new BigDecimal(text), "1.25").get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContainingAll("RP-411", "java.math.BigDecimal", "given to serialFilter");
      assertThat(pool.submit(text -> text.length(), "abc").get()).isEqualTo(3);
      assertThat(pool.submitParallel(1, ranks -> ranks.size()).get()).containsExactly(1);
    }
  }

  @Test
  void aRejectedGlobalBreaksThePoolWithTheReason() {
    MpiPoolExecutor pool =
        builder()
            .maxWorkers(1)
            .serialFilter(NO_DECIMALS)
            .globals(Map.of("price", new BigDecimal("9.99")))
            .build();
    try (pool) {
      assertThatThrownBy(() -> pool.submit(() -> 1).get())
          .hasStackTraceContaining("RP-411")
          .hasStackTraceContaining("java.math.BigDecimal");
    }
  }

  @Test
  void whatIsNoFilterIsRefusedByTheBuilder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().serialFilter("maxdepth=deep"))
        .withMessageContaining("RP-410");
  }
}
