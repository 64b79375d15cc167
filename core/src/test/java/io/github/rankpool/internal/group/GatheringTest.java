package io.github.rankpool.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

public class GatheringTest {
  private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();
  private static volatile boolean givenUp;
  private static CountDownLatch lateComers = new CountDownLatch(0);

  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  /** Gathers with all ranks but the last in vain, then with all but that. */
  public static final class Deserted implements RankProgram {
    /** Made by name. */
    public Deserted() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      int rank = runtime.world().rank();
      if (rank == 2) {
        return;
      }
      Gathering gathering = gathering(runtime);
      try {
        gathering.gather(new int[] {0, 1, 2}, 5, () -> givenUp);
        EVENTS.add("gathered without rank 2");
      } catch (MpiException e) {
        // RP-313 if the missing rank had ended before this one sent to it.
        EVENTS.add(e.code().equals("RP-313") ? "RP-220" : e.code());
      }
      gathering.gather(new int[] {1, 0}, 6, () -> false);
      EVENTS.add("gathered");
    }
  }

  /**
   * One rank gives up group 1 and is early for group 2, which the other still waits in group 1 for.
   */
  public static final class Early implements RankProgram {
    /** Made by name. */
    public Early() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) throws InterruptedException {
      Gathering gathering = gathering(runtime);
      if (runtime.world().rank() == 1) {
        lateComers.await();
        try {
          // Rank 0 has sent the number of group 2 already.
          gathering.gather(new int[] {1, 0}, 1, () -> givenUp);
          EVENTS.add("gathered for the group before");
        } catch (MpiException e) {
          EVENTS.add(e.code());
        }
      }
      if (runtime.world().rank() == 0) {
        Thread opener = new Thread(GatheringTest::openSoon, "test-opener");
        opener.start();
      }
      gathering.gather(new int[] {0, 1}, 2, () -> false);
      EVENTS.add("gathered");
    }
  }

  private static void openSoon() {
    lateComers.countDown();
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    givenUp = true;
  }

  private static Gathering gathering(MpiRuntime runtime) {
    return new Gathering(
        runtime, runtime.world(), runtime.world().rank(), new Polling(MpiLock.of(runtime)));
  }

  private static void run(int ranks, Class<? extends RankProgram> program) {
    LeakCheck leaks = LeakCheck.begin();
    EVENTS.clear();
    try (MpiRuntime master = new ThreadsProvider().start(ThreadLevel.MULTIPLE)) {
      master.spawn(SpawnRequest.of(ranks, program).build());
    }
    leaks.assertNothingLeft();
  }

  @Test
  void whatIsGivenUpLeavesTheOthersAbleToGather() throws InterruptedException {
    givenUp = false;
    Thread giver = new Thread(GatheringTest::openSoon, "test-giver");
    giver.start();
    run(3, Deserted.class);
    giver.join();

    assertThat(List.of(next(), next(), next(), next()))
        .containsExactlyInAnyOrder("RP-220", "RP-220", "gathered", "gathered");
  }

  @Test
  void aMessageOfALaterGroupIsKeptForThat() throws InterruptedException {
    givenUp = false;
    lateComers = new CountDownLatch(1);
    run(2, Early.class);

    assertThat(List.of(next(), next(), next()))
        .containsExactlyInAnyOrder("RP-220", "gathered", "gathered");
  }

  private static String next() throws InterruptedException {
    String event = EVENTS.poll(10, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }
}
