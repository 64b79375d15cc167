package io.github.rankpool;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.backend.threads.ThreadsWorld;
import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.Watchdog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a communicator shares MPI with the process's communication thread. */
@ExtendWith(Watchdog.class)
class MpiCommunicatorLockTest {
  private static final int RANKS = 3;
  private static final int TURNS = 200;

  /** A rank whose MPI allows one call at a time, with a thread that polls all the while. */
  private static final class SharedRank implements AutoCloseable {
    private final OneCallAtATime calls = new OneCallAtATime();
    private final MpiLock lock = new MpiLock(ThreadLevel.SERIALIZED);
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final MpiRuntime runtime;
    private final Thread poller;

    SharedRank(MpiRuntime real) {
      runtime = calls.guard(MpiRuntime.class, real);
      IntraCommunicator world = runtime.world();
      poller =
          new Thread(
              () -> {
                while (!over.get()) {
                  lock.lock();
                  try {
                    world.iprobe(ANY_SOURCE, ANY_TAG);
                  } finally {
                    lock.unlock();
                  }
                  turns.incrementAndGet();
                }
              },
              "poller");
    }

    MpiCommunicator communicator() {
      IntraCommunicator world = runtime.world();
      RankGroup group = new RankGroup(runtime, world.duplicate(), world.duplicate(), lock, true);
      poller.start();
      return MpiCommunicator.ofTask(group);
    }

    @Override
    public void close() {
      over.set(true);
      try {
        poller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Test
  void noTwoCallsOfMpiOverlapWhereMpiDoesNotAllowIt() throws Exception {
    ThreadsWorld.run(
        RANKS,
        (runtime, none) -> {
          try (SharedRank rank = new SharedRank(runtime)) {
            useAll(rank.communicator());
            assertThat(rank.calls.overlaps()).isEmpty();
          }
        });
  }

  private static void useAll(MpiCommunicator ranks) {
    int next = (ranks.rank() + 1) % RANKS;
    int sum = RANKS * (RANKS - 1) / 2;
    for (int i = 0; i < 5; i++) {
      ranks.barrier();
      assertThat(ranks.allReduce(ranks.rank(), ReduceOp.SUM)).isEqualTo(sum);
      assertThat(ranks.allGather("x")).hasSize(RANKS);
      double[] mine = new double[20_000];
      assertThat(ranks.doubles().sendReceive(mine, next, i, ANY_SOURCE, i).value()).hasSize(20_000);
      try (MpiCommunicator copy = ranks.duplicate()) {
        copy.send("y", next, 1);
        assertThat(copy.<String>receive(ANY_SOURCE, ANY_TAG).value()).isEqualTo("y");
      }
    }
  }

  @Test
  void whileATaskWaitsTheCommunicationThreadHasItsTurns() throws Exception {
    AtomicInteger[] before = new AtomicInteger[RANKS];
    IntStream.range(0, RANKS).forEach(i -> before[i] = new AtomicInteger(-1));
    SharedRank[] shared = new SharedRank[RANKS];
    ThreadsWorld.run(
        RANKS,
        (runtime, none) -> {
          try (SharedRank rank = new SharedRank(runtime)) {
            MpiCommunicator ranks = rank.communicator();
            int me = ranks.rank();
            shared[me] = rank;
            ranks.barrier();
            if (me == 0) {
              // Keeps the others waiting until their communication threads have gone on.
              for (int other = 1; other < RANKS; other++) {
                while (before[other].get() < 0
                    || shared[other].turns.get() < before[other].get() + TURNS) {
                  Thread.onSpinWait();
                }
              }
            } else {
              before[me].set(rank.turns.get());
            }
            ranks.barrier();
            assertThat(rank.calls.overlaps()).isEmpty();
          }
        });
  }

  @Test
  void receivesFromAnyoneDoNotSeeInternalMessages() throws Exception {
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          IntraCommunicator user = runtime.world();
          IntraCommunicator internal = user.duplicate();
          MpiCommunicator ranks =
              MpiCommunicator.ofTask(
                  new RankGroup(runtime, user, internal, new MpiLock(ThreadLevel.MULTIPLE), true));
          if (ranks.rank() == 0) {
            while (internal.iprobe(ANY_SOURCE, ANY_TAG) == null) {
              Thread.onSpinWait();
            }
            assertThat(user.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
          }
          ranks.barrier();
          if (ranks.rank() == 1) {
            ranks.send("the user's", 0, 5);
          }
          ranks.barrier();
          assertThat(ranks.allGather("x")).hasSize(2);
          if (ranks.rank() == 0) {
            assertThat(ranks.receive(ANY_SOURCE, ANY_TAG).value()).isEqualTo("the user's");
          }
        });
  }

  @Test
  void whatIsNotTheUsersCannotBeClosed() throws Exception {
    ThreadsWorld.run(
        1,
        (runtime, none) -> {
          try (SharedRank rank = new SharedRank(runtime)) {
            MpiCommunicator ranks = rank.communicator();
            assertThatThrownBy(ranks::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("RP-227");
            ranks.duplicate().close();
            assertThat(ranks).hasToString("MpiCommunicator[rank 0 of 1]");
          }
        });
  }
}
