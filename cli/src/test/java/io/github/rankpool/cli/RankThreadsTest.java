package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RankThreadsTest {
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch returned = new CountDownLatch(1);

  private void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Thread rank(boolean daemon, ThreadGroup group) {
    return new Thread(
        group,
        () -> {
          Thread other = new Thread(() -> await(open));
          other.setDaemon(daemon);
          other.start();
          started.countDown();
          RankThreads.awaitOthers();
          returned.countDown();
        });
  }

  @Test
  void threadsThatTheProgramHasStartedAreWaitedFor() throws InterruptedException {
    rank(false, new ThreadGroup("rank")).start();

    await(started);
    assertThat(returned.await(200, TimeUnit.MILLISECONDS)).isFalse();
    open.countDown();
    assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void daemonsAndThreadsOfOtherRanksAreNot() throws InterruptedException {
    Thread foreign = new Thread(new ThreadGroup("another rank"), () -> await(open));
    foreign.start();
    try {
      rank(true, new ThreadGroup("rank")).start();

      assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      open.countDown();
    }
  }
}
