package io.github.rankpool.backend.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends other than the orderly one: abort, interrupt, failure, a partner that is gone. */
@ExtendWith(Watchdog.class)
class EndingsTest {
  private static final int LARGE = 1 << 20;

  /** A call that blocks until the other rank of the world does something, which it never does. */
  private record Blocking(String name, RankProgram program) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Blocking> blockingCalls() {
    return Stream.of(
        new Blocking("recv", (rank, none) -> rank.world().recv(room(), other(rank), 1)),
        new Blocking("irecv", (rank, none) -> rank.world().irecv(room(), other(rank), 1).await()),
        new Blocking("probe", (rank, none) -> rank.world().probe(Communicator.ANY_SOURCE, 1)),
        new Blocking("mprobe", (rank, none) -> rank.world().mprobe(other(rank), 1)),
        new Blocking("send", (rank, none) -> rank.world().send(room(), other(rank), 1)),
        new Blocking("isend", (rank, none) -> rank.world().isend(room(), other(rank), 1).await()),
        new Blocking(
            "receive from the other", (rank, none) -> rank.world().broadcast(room(), other(rank))),
        new Blocking("awaitArrival", (rank, none) -> rank.awaitArrival(Long.MAX_VALUE)));
  }

  private static int other(MpiRuntime rank) {
    return 1 - rank.world().rank();
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocateDirect(LARGE);
  }

  @ParameterizedTest
  @MethodSource("blockingCalls")
  void abortEndsBlockedCalls(Blocking blocking) throws Exception {
    LeakCheck leaks = LeakCheck.begin();
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          if (runtime.world().rank() == 0) {
            assertThatThrownBy(() -> blocking.program().run(runtime, none))
                .isInstanceOf(MpiException.class)
                .hasMessageStartingWith("RP-312")
                .hasMessageContaining("status 42");
          } else {
            awaitParked("-0");
            runtime.abort(42);
            assertThatThrownBy(() -> runtime.world().iprobe(0, 1))
                .isInstanceOf(MpiException.class)
                .hasMessageStartingWith("RP-312");
          }
        });
    leaks.assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("blockingCalls")
  void interruptsEndBlockedCallsAndAreKept(Blocking blocking) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    ThreadsWorld.run(
        2,
        (runtime, none) -> {
          if (runtime.world().rank() == 0) {
            assertThatThrownBy(() -> blocking.program().run(runtime, none))
                .isInstanceOf(MpiException.class)
                .hasMessageStartingWith("RP-314");
            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
            over.countDown();
            // The call that was given up must not take part in what follows.
            runtime.world().send(ByteBuffer.allocate(1), 1, 2);
            assertThat(runtime.world().recv(ByteBuffer.allocate(1), 1, 1).bytes()).isEqualTo(1);
          } else {
            awaitParked("-0").interrupt();
            assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(runtime.world().recv(room(), 0, Communicator.ANY_TAG).tag()).isEqualTo(2);
            runtime.world().send(ByteBuffer.allocate(1), 0, 1);
          }
        });
  }

  /** Waits until the thread of the rank with that name waits. */
  private static Thread awaitParked(String suffix) {
    String name = Thread.currentThread().getName().replaceFirst("-\\d+$", suffix);
    while (true) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        boolean waits =
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
        if (thread.getName().equals(name) && waits) {
          return thread;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aRankThatFailsEndsTheOthersAndItsFailureIsThrown() {
    LeakCheck leaks = LeakCheck.begin();
    assertThatThrownBy(
            () ->
                ThreadsWorld.run(
                    3,
                    (runtime, none) -> {
                      if (runtime.world().rank() == 2) {
                        throw new IOException("the first");
                      }
                      runtime.world().barrier();
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the first")
        .satisfies(
            first -> assertThat(first.getSuppressed()).hasOnlyElementsOfType(MpiException.class));
    leaks.assertNothingLeft();
  }

  @Test
  void interruptingTheCallerEndsTheWorld() {
    LeakCheck leaks = LeakCheck.begin();
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                ThreadsWorld.run(
                    2,
                    (runtime, none) -> {
                      if (runtime.world().rank() == 1) {
                        caller.interrupt();
                      }
                      runtime.awaitArrival(Long.MAX_VALUE);
                      runtime.world().recv(room(), Communicator.ANY_SOURCE, 1);
                    }))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-314");
    assertThat(Thread.interrupted()).isTrue();
    leaks.assertNothingLeft();
  }

  /** Returns at once, without disconnecting. */
  public static final class Deserter implements RankProgram {
    /** For the backend. */
    public Deserter() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      InterCommunicator parent = runtime.parent().orElseThrow();
      parent.recv(ByteBuffer.allocate(1), 0, 1);
    }
  }

  @Test
  void waitsForARankThatHasEndedFailInsteadOfLastingForever() {
    try (MpiRuntime runtime = new ThreadsProvider().start(ThreadLevel.MULTIPLE)) {
      InterCommunicator children = runtime.spawn(SpawnRequest.of(2, Deserter.class).build());
      Request receive = children.irecv(room(), 0, 1);
      Request send = children.isend(room(), 0, 2);
      children.send(ByteBuffer.allocate(1), 0, 1);
      assertLost(receive);
      assertLost(send);
      assertThatThrownBy(() -> children.send(ByteBuffer.allocate(1), 0, 1))
          .isInstanceOf(MpiException.class)
          .hasMessageStartingWith("RP-313");
      children.send(ByteBuffer.allocate(1), 1, 1);
      assertThatThrownBy(() -> children.probe(Communicator.ANY_SOURCE, 1))
          .isInstanceOf(MpiException.class)
          .hasMessageStartingWith("RP-313");
      children.disconnect();
    }
  }

  private static void assertLost(Request request) {
    assertThatThrownBy(request::await)
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-313");
    assertThatThrownBy(request::test).isInstanceOf(MpiException.class);
  }

  @Test
  void aClosedRuntimeRefusesCalls() {
    MpiRuntime runtime = new ThreadsProvider().start(ThreadLevel.SINGLE);
    runtime.close();
    assertThatThrownBy(() -> runtime.world().send(ByteBuffer.allocate(1), 0, 1))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-315");
    runtime.wake();
    runtime.close();
  }
}
