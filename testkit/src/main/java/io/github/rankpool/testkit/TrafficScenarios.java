package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static io.github.rankpool.spi.Communicator.MAX_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the ranks do in the tests of rules P-6, P-7, P-10, P-11, E-1 and E-2. */
final class TrafficScenarios {
  private static final int BAD = -7;

  private TrafficScenarios() {}

  static void tooLongMessagesAreRefused(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    for (int bytes : new int[] {100, 1 << 20}) {
      if (world.rank() == 0) {
        for (int tag = 1; tag <= 3; tag++) {
          world.send(Buffers.pattern(bytes, 1), 1, tag);
        }
      } else {
        assertTruncated(() -> world.recv(Buffers.room(false, bytes - 1), 0, 1));
        assertTruncated(() -> world.irecv(Buffers.room(true, bytes - 1), 0, 2).await());
        MatchedMessage message = world.mprobe(0, 3);
        assertThatThrownBy(() -> message.recv(Buffers.room(false, bytes - 1)))
            .isInstanceOf(MpiException.class);
      }
      world.barrier();
      exchange(world);
    }
  }

  static void errorsBecomeExceptions(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    if (world.rank() == 0) {
      world.send(Buffers.pattern(100, 1), 1, 1);
    } else {
      Request receive = world.irecv(Buffers.room(true, 10), 0, 1);
      MpiException failure = null;
      try {
        Polling.complete(receive);
      } catch (MpiException e) {
        failure = e;
      }
      assertThat(failure).isNotNull();
      assertThat(failure.code()).matches("RP-\\d{3}");
      assertThat(failure).hasMessageStartingWith(failure.code() + ": ");
    }
    exchange(world);
  }

  private static void assertTruncated(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MpiException.class, e -> assertThat(e.code()).isEqualTo("RP-311"));
  }

  private static void exchange(IntraCommunicator world) {
    int other = 1 - world.rank();
    Signals.send(world, other);
    Signals.await(world, other);
  }

  static void badArgumentsAreNamed(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    ByteBuffer direct = Buffers.room(true, 8);
    ByteBuffer heap = Buffers.room(false, 8);
    int size = world.size();
    for (int rank : new int[] {size, BAD}) {
      assertNames(rank, () -> world.send(direct, rank, 1));
      assertNames(rank, () -> world.isend(direct, rank, 1));
    }
    assertNames(-1, () -> world.send(direct, ANY_SOURCE, 1));
    for (int tag : new int[] {MAX_TAG + 1, BAD}) {
      assertNames(tag, () -> world.send(direct, 0, tag));
      assertNames(tag, () -> world.isend(direct, 0, tag));
    }
    assertNames(-1, () -> world.send(direct, 0, ANY_TAG));
    for (int rank : new int[] {size, BAD}) {
      receivesAndProbesName(rank, world, rank, 1);
    }
    for (int tag : new int[] {MAX_TAG + 1, BAD}) {
      receivesAndProbesName(tag, world, 0, tag);
    }
    assertThatThrownBy(() -> world.isend(heap, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.irecv(heap, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    world.barrier();
    assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).as("nothing was sent").isNull();
  }

  private static void receivesAndProbesName(int value, Communicator world, int source, int tag) {
    assertNames(value, () -> world.recv(Buffers.room(false, 8), source, tag));
    assertNames(value, () -> world.irecv(Buffers.room(true, 8), source, tag));
    assertNames(value, () -> world.probe(source, tag));
    assertNames(value, () -> world.iprobe(source, tag));
    assertNames(value, () -> world.mprobe(source, tag));
    assertNames(value, () -> world.improbe(source, tag));
  }

  private static void assertNames(int value, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(value));
  }

  static void manyMessagesInFlight(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int messages = 200;
    int[] sizes = {0, 8, 1000, 70_000};
    List<Request> sends = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      for (int rank = 0; rank < world.size(); rank++) {
        if (rank != world.rank()) {
          sends.add(world.isend(Buffers.pattern(sizes[i % sizes.length], i), rank, i));
        }
      }
    }
    int[] next = new int[world.size()];
    ByteBuffer room = Buffers.room(true, 70_000);
    for (int i = 0; i < messages * (world.size() - 1); i++) {
      MatchedMessage message =
          Polling.until("arrival of a message", () -> world.improbe(ANY_SOURCE, ANY_TAG));
      int source = message.status().source();
      int number = next[source]++;
      message.recv(room.clear());
      assertThat(message.status())
          .isEqualTo(new Status(source, number, sizes[number % sizes.length]));
      Buffers.assertPattern(room, 0, message.status().bytes(), number);
    }
    sends.forEach(Polling::complete);
  }

  static void threadsShareACommunicator(MpiRuntime runtime) throws Exception {
    IntraCommunicator world = runtime.world();
    List<FutureTask<Boolean>> threads = new ArrayList<>();
    for (int tag = 0; tag < 4; tag++) {
      int ownTag = tag;
      threads.add(new FutureTask<>(() -> pingPong(world, ownTag), true));
    }
    threads.forEach(task -> new Thread(task, "scenario-ping-pong").start());
    for (FutureTask<Boolean> thread : threads) {
      assertThat(thread.get()).isTrue();
    }
  }

  private static void pingPong(IntraCommunicator world, int tag) {
    int other = 1 - world.rank();
    ByteBuffer room = Buffers.room(true, 100_000);
    for (int i = 0; i < 100; i++) {
      int bytes = i % 10 == 0 ? 100_000 : 50;
      int seed = tag * 1000 + i;
      if (world.rank() == 0) {
        world.send(Buffers.pattern(bytes, seed), other, tag);
      }
      assertThat(world.recv(room.clear(), other, tag)).isEqualTo(new Status(other, tag, bytes));
      Buffers.assertPattern(room, 0, bytes, seed);
      if (world.rank() == 1) {
        world.send(Buffers.pattern(bytes, seed), other, tag);
      }
    }
  }

  static void disconnectedCommunicatorsAreRefused(MpiRuntime runtime) {
    IntraCommunicator copy = runtime.world().duplicate();
    copy.disconnect();
    ByteBuffer buffer = Buffers.room(true, 8);
    List<ThrowingCallable> calls =
        List.of(
            () -> copy.send(buffer, 0, 1),
            () -> copy.isend(buffer, 0, 1),
            () -> copy.recv(buffer, 0, 1),
            () -> copy.irecv(buffer, 0, 1),
            () -> copy.probe(0, 1),
            () -> copy.iprobe(0, 1),
            () -> copy.mprobe(0, 1),
            () -> copy.improbe(0, 1),
            () -> copy.isLost(0),
            copy::barrier,
            copy::duplicate,
            () -> copy.split(0, 0),
            () -> copy.createGroup(new int[] {0, 1}, 0));
    for (int i = 0; i < calls.size(); i++) {
      assertThatThrownBy(calls.get(i)).as("call %d", i).isInstanceOf(IllegalStateException.class);
    }
  }
}
