package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.backend.threads.ThreadsWorld;
import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.internal.group.Call;
import io.github.rankpool.internal.group.Operation;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.PrimitiveArrays;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.testkit.Watchdog;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt ends every wait for another rank, and with it the use of the communicator. */
@ExtendWith(Watchdog.class)
class MpiCommunicatorInterruptTest {
  /** Longer than what a send hands over at once. */
  private static final int LONG = 1 << 20;

  /** A call that waits until the other of two ranks does something, which it never does. */
  private record Waiting(String name, Body body) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Body {
    void call(MpiCommunicator ranks);
  }

  static Stream<Waiting> waits() {
    return Stream.of(
        new Waiting("barrier", MpiCommunicator::barrier),
        new Waiting("allReduce", ranks -> ranks.allReduce(1.0, ReduceOp.SUM)),
        new Waiting("broadcast", ranks -> ranks.broadcast("x", 1)),
        new Waiting("gather", ranks -> ranks.ints().gather(new int[3], 0)),
        new Waiting("split", ranks -> ranks.split(0, 0)),
        new Waiting("close", MpiCommunicator::close),
        new Waiting("receive", ranks -> ranks.receive(1, 1)),
        new Waiting("receive of an array", ranks -> ranks.doubles().receive(1, 1)),
        new Waiting("probe", ranks -> ranks.probe(MpiCommunicator.ANY_SOURCE, 1)),
        new Waiting("send", ranks -> ranks.bytes().send(new byte[LONG], 1, 1)),
        new Waiting("sendReceive", ranks -> ranks.sendReceive(new byte[LONG], 1, 1, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aWaitUnderWayEnds(Waiting waiting) throws Exception {
    onTwoRanks(
        waiting::body,
        waiter -> {
          awaitParked(waiter);
          waiter.interrupt();
        });
  }

  @ParameterizedTest
  @MethodSource("waits")
  void anInterruptFromBeforeCounts(Waiting waiting) throws Exception {
    onTwoRanks(
        () ->
            ranks -> {
              Thread.currentThread().interrupt();
              waiting.body().call(ranks);
            },
        waiter -> {});
  }

  private interface Provider {
    Body get();
  }

  private interface Interrupter {
    void interrupt(Thread waiter);
  }

  /** Lets rank 0 wait, and rank 1 interrupt it. */
  private static void onTwoRanks(Provider body, Interrupter interrupter) throws Exception {
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          MpiCommunicator ranks = MpiCommunicator.of(runtime);
          if (ranks.rank() == 0) {
            waiter.complete(Thread.currentThread());
            assertEndsInInterrupt(ranks, body.get());
            over.complete(true);
          } else {
            interrupter.interrupt(waiter.get());
            assertThat(over.get()).isTrue();
          }
        });
  }

  private static void assertEndsInInterrupt(MpiCommunicator ranks, Body body) {
    assertThatThrownBy(() -> body.call(ranks))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-220");
    assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
    assertThatThrownBy(ranks::barrier)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("RP-226");
    // Does not wait for the other rank, which never calls it.
    ranks.close();
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aBackendThatBlocksInACollectiveOperationEndsIt() throws Exception {
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          RankGroup group = group(runtime);
          if (group.rank() == 0) {
            waiter.complete(Thread.currentThread());
            assertEndsInInterrupt(
                MpiCommunicator.ofTask(group), ranks -> ranks.allReduce(1.0, ReduceOp.SUM));
            over.complete(true);
          } else {
            // Comes, and goes before the operation begins.
            group.meet(
                new Call(
                    Operation.ALL_REDUCE,
                    PrimitiveArrays.typeCode(new double[0]),
                    ReduceOp.SUM,
                    Call.NONE,
                    Double.BYTES,
                    0));
            while (waiter.get().getState() != Thread.State.WAITING) {
              Thread.onSpinWait();
            }
            waiter.get().interrupt();
            assertThat(over.get()).isTrue();
          }
        });
  }

  private static RankGroup group(MpiRuntime runtime) {
    return new RankGroup(
        runtime,
        runtime.world(),
        runtime.world().duplicate(),
        new MpiLock(runtime.threadLevel()),
        false);
  }

  @Test
  void whatWasBeingSentStaysAsItWas() throws Exception {
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          MpiCommunicator ranks = MpiCommunicator.of(runtime);
          MpiCommunicator others = MpiCommunicator.of(runtime);
          if (ranks.rank() == 0) {
            waiter.complete(Thread.currentThread());
            byte[] content = new byte[LONG];
            content[LONG - 1] = 7;
            assertEndsInInterrupt(ranks, r -> r.bytes().send(content, 1, 1));
            over.complete(true);
            // Of another communicator, through memory that must be another one.
            others.bytes().send(new byte[LONG], 1, 1);
          } else {
            awaitParked(waiter.get());
            waiter.get().interrupt();
            assertThat(over.get()).isTrue();
            assertThat(others.bytes().receive(0, 1).value()[LONG - 1]).isZero();
            ByteBuffer room = ByteBuffer.allocateDirect(LONG);
            ranks.buffers().receive(room, 0, 1);
            assertThat(room.get(LONG - 1)).isEqualTo((byte) 7);
          }
        });
  }
}
