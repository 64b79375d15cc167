package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.Watchdog;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class TickerTest {

  @Test
  void itGoesOnAfterATickThatFailed() throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch(3);
    Runnable failing =
        () -> {
          ticks.countDown();
          throw new IllegalStateException("a tick that fails, as it should");
        };

    Ticker ticker = new Ticker("test-ticker", failing);
    try {
      assertThat(ticks.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      ticker.close();
    }
  }
}
