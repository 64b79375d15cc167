package io.github.rankpool.it;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of {@code ExecutorService} on pools of the JDK: what they break is no rule. */
class JdkExecutorsIT {
  @Nested
  class FixedThreadPool extends ExecutorServiceContract {
    @Override
    ExecutorService executor(int workers) {
      return Executors.newFixedThreadPool(workers);
    }
  }

  @Nested
  class WorkStealingPool extends ExecutorServiceContract {
    @Override
    ExecutorService executor(int workers) {
      return Executors.newWorkStealingPool(workers);
    }

    @Override
    @Disabled("ForkJoinPool.invokeAll of JDK 17 waits through interrupts")
    @Test
    void anInterruptEndsInvokeAllAndCancelsWhatHasNotBegun() {}
  }
}
