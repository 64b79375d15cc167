package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.SpawnedPrograms.Deserts;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the ranks do in the tests of rules E-3 and E-4. */
final class LossScenarios {
  private static final long SOON = TimeUnit.SECONDS.toNanos(5);

  /** Longer than soon: a wait that the loss does not end takes too long. */
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

  private LossScenarios() {}

  static void ranksThatLiveAreNotLost(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    assertThat(world.isLost(0)).isFalse();
    assertThat(world.isLost(1)).isFalse();
    assertThat(runtime.self().isLost(0)).isFalse();
    for (int bad : new int[] {-1, 2}) {
      assertThatThrownBy(() -> world.isLost(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Integer.toString(bad));
    }
    // No rank ends before both have looked.
    world.barrier();
  }

  static void abandonWaitsForNobody(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    IntraCommunicator copy = world.duplicate();
    if (world.rank() == 0) {
      copy.abandon();
      copy.abandon();
      assertThatThrownBy(() -> copy.isLost(1)).isInstanceOf(IllegalStateException.class);
      world.send(Buffers.ints(1), 1, 1);
    } else {
      world.recv(Buffers.room(true, Integer.BYTES), 0, 1);
      assertThat(copy.isLost(0)).isFalse();
      copy.abandon();
    }
    assertThatThrownBy(world::abandon).isInstanceOf(IllegalStateException.class);
    world.barrier();
  }

  static void lossesAreKnownAndTheOthersGoOn(MpiRuntime runtime) {
    String pid = Long.toString(ProcessHandle.current().pid());
    InterCommunicator children =
        runtime.spawn(SpawnRequest.of(2, Deserts.class).arguments(List.of(pid)).build());
    losesOne(runtime, children, 1);
    assertThat(children.isLost(0)).isFalse();
    losesOne(runtime, children, 0);
    assertThat(children.isLost(1)).isTrue();
    // Nobody is left to wait for.
    children.disconnect();
  }

  private static void losesOne(MpiRuntime runtime, InterCommunicator children, int rank) {
    // What has not left a process when it dies is lost with it.
    children.probe(rank, ANY_TAG);
    long begin = System.nanoTime();
    Signals.send(children, rank);
    while (!children.isLost(rank)) {
      runtime.awaitArrival(runtime.blocksOnArrival() ? LONG : POLL);
      assertThat(System.nanoTime() - begin).as("nanoseconds until the loss").isLessThan(SOON);
    }
    assertThat(children.iprobe(rank, ANY_TAG)).isNotNull();
    assertThat(Signals.receiveText(children, rank)).containsExactly("last words of " + rank);
    assertThat(children.iprobe(rank, ANY_TAG)).isNull();
    Throwable failure =
        catchThrowable(() -> children.isend(Buffers.pattern(1 << 20, 1), rank, 1).await());
    assertThat(failure == null || failure instanceof MpiException).as("%s", failure).isTrue();
  }
}
