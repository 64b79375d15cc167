package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the ranks do in the tests of rules W. */
final class WaitingScenarios {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);
  private static final Duration SOON = Duration.ofSeconds(10);

  private WaitingScenarios() {}

  static void arrivalsEndTheWait(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    List<IntraCommunicator> communicators =
        List.of(world, world.duplicate(), world.split(0, -world.rank()).orElseThrow());
    assertThat(runtime.blocksOnArrival()).isTrue();
    for (IntraCommunicator communicator : communicators) {
      int other = 1 - communicator.rank();
      if (world.rank() == 0) {
        arrivesBeforeTheWait(runtime, communicator, other);
      } else {
        Signals.await(world, 0);
        communicator.send(Buffers.ints(1), other, 1);
        Signals.send(world, 0);
      }
      pingPong(runtime, communicator, other);
    }
    requestsEndTheWait(runtime);
  }

  /** The message comes for certain after the last probe and before the call. */
  private static void arrivesBeforeTheWait(
      MpiRuntime runtime, IntraCommunicator communicator, int other) {
    assertThat(communicator.iprobe(ANY_SOURCE, 1)).isNull();
    Signals.send(runtime.world(), 1);
    Signals.await(runtime.world(), 1);
    assertSoon(() -> runtime.awaitArrival(LONG));
    assertThat(communicator.recv(Buffers.room(true, 4), other, 1).bytes()).isEqualTo(4);
  }

  /** The messages come at any time, before, in and after the call. */
  private static void pingPong(MpiRuntime runtime, IntraCommunicator communicator, int other) {
    assertSoon(
        () -> {
          for (int i = 0; i < 500; i++) {
            if (communicator.rank() == 0) {
              communicator.send(Buffers.ints(i), other, 2);
            }
            while (communicator.iprobe(other, 2) == null) {
              runtime.awaitArrival(LONG);
            }
            ByteBuffer room = Buffers.room(true, 4);
            communicator.recv(room, other, 2);
            assertThat(room.getInt(0)).isEqualTo(i);
            if (communicator.rank() == 1) {
              communicator.send(Buffers.ints(i), other, 2);
            }
          }
        });
  }

  private static void requestsEndTheWait(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int other = 1 - world.rank();
    Request receive = world.irecv(Buffers.room(true, 1 << 20), other, 3);
    Request send = world.isend(Buffers.pattern(1 << 20, 1), other, 3);
    assertSoon(
        () -> {
          while (receive.test() == null || send.test() == null) {
            runtime.awaitArrival(LONG);
          }
        });
    assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
  }

  static void wakeEndsTheWait(MpiRuntime runtime) throws Exception {
    // Earlier arrivals may end a wait early: use them up.
    runtime.awaitArrival(0);
    runtime.wake();
    assertSoon(() -> runtime.awaitArrival(LONG));
    Thread waiting = Thread.currentThread();
    for (int i = 0; i < 20; i++) {
      Thread waker =
          new Thread(
              () -> {
                untilParked(waiting);
                runtime.wake();
              },
              "scenario-waker");
      waker.start();
      assertSoon(() -> runtime.awaitArrival(LONG));
      waker.join();
    }
  }

  /** A thread that waits in native code does not show it, so this is not waited for forever. */
  private static void untilParked(Thread thread) {
    long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
    while (thread.getState() == Thread.State.RUNNABLE && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
  }

  static void waitsEndWhenTheirTimeIsOver(MpiRuntime runtime) {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE, 1, 30_000_000}) {
      runtime.awaitArrival(nanos);
      assertSoon(() -> runtime.awaitArrival(nanos));
    }
  }

  private static void assertSoon(Runnable call) {
    long start = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }
}
