package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static io.github.rankpool.spi.Communicator.MAX_TAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the ranks do in the tests of rules P-1 to P-5, P-8 and P-9. */
final class PointToPointScenarios {
  static final int LARGE = 8 << 20;

  private static final int[] SIZES = {0, 1, 1000, 64 << 10, (64 << 10) + 1, LARGE};
  private static final int[] POSITIONS = {0, 7};
  private static final boolean[] DIRECT = {false, true};

  private PointToPointScenarios() {}

  static void messagesArriveAsSent(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int seed = 0;
    for (int bytes : SIZES) {
      for (int position : POSITIONS) {
        for (boolean from : DIRECT) {
          for (boolean to : DIRECT) {
            seed++;
            int tag = seed == 1 ? MAX_TAG : seed;
            if (world.rank() == 0) {
              world.send(Buffers.pattern(from, position, bytes, seed), 1, tag);
            } else {
              receiveAsSent(
                  world, Buffers.room(to, position + bytes + 3), position, bytes, tag, seed);
            }
          }
        }
      }
    }
  }

  private static void receiveAsSent(
      Communicator world, ByteBuffer buffer, int position, int bytes, int tag, int seed) {
    buffer.position(position);
    Status status = world.recv(buffer, 0, tag);
    assertThat(status).isEqualTo(new Status(0, tag, bytes));
    Buffers.assertPattern(buffer, position, bytes, seed);
    for (int i = 0; i < 3; i++) {
      assertThat(buffer.get(position + bytes + i)).as("byte behind the message").isZero();
    }
  }

  static void messagesArriveInOrder(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int messages = 100;
    int[] sizes = {100_000, 4, 0, 70_000, 40};
    if (world.rank() == 0) {
      for (int i = 0; i < messages; i++) {
        world.send(Buffers.pattern(sizes[i % sizes.length], i), 1, i);
      }
      List<Request> sends = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        sends.add(world.isend(Buffers.pattern(sizes[i % sizes.length], i), 1, i % 2));
      }
      sends.forEach(Polling::complete);
      return;
    }
    for (int i = 0; i < messages; i++) {
      ByteBuffer buffer = ByteBuffer.allocate(100_000);
      Status expected = new Status(0, i, sizes[i % sizes.length]);
      if (i % 2 == 0) {
        assertThat(world.probe(ANY_SOURCE, ANY_TAG)).isEqualTo(expected);
      }
      assertThat(world.recv(buffer, ANY_SOURCE, ANY_TAG)).isEqualTo(expected);
      Buffers.assertPattern(buffer, 0, expected.bytes(), i);
    }
    for (int tag = 1; tag >= 0; tag--) {
      for (int i = tag; i < messages; i += 2) {
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        Status expected = new Status(0, tag, sizes[i % sizes.length]);
        assertThat(world.recv(buffer, 0, tag)).isEqualTo(expected);
        Buffers.assertPattern(buffer, 0, expected.bytes(), i);
      }
    }
  }

  static void receivesSelectBySourceAndTag(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    if (world.rank() > 0) {
      for (int tag : new int[] {5, 6, 7}) {
        world.send(Buffers.ints(world.rank() * 100 + tag), 0, tag);
      }
      Signals.send(world, 0);
      return;
    }
    Signals.await(world, 1);
    Signals.await(world, 2);
    assertThat(receiveInt(world, 2, 7)).isEqualTo(207);
    assertThat(receiveInt(world, 2, ANY_TAG)).isEqualTo(205);
    assertThat(receiveInt(world, 1, 6)).isEqualTo(106);
    assertThat(receiveInt(world, ANY_SOURCE, 6)).isEqualTo(206);
    assertThat(receiveInt(world, ANY_SOURCE, 7)).isEqualTo(107);
    assertThat(receiveInt(world, ANY_SOURCE, ANY_TAG)).isEqualTo(105);
    assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
  }

  private static int receiveInt(Communicator communicator, int source, int tag) {
    ByteBuffer buffer = Buffers.room(true, Integer.BYTES);
    communicator.recv(buffer, source, tag);
    return buffer.getInt(0);
  }

  static void nonBlockingCallsDoNotBlock(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int other = 1 - world.rank();
    ByteBuffer room = Buffers.room(true, LARGE);
    // Each side starts both before the other can have matched either: a call that blocks hangs.
    Request receive = world.irecv(room, other, 1);
    assertThat(receive.test()).isNull();
    Signals.send(world, other);
    Signals.await(world, other);
    Request send = world.isend(Buffers.pattern(LARGE, other), other, 1);
    Status received = Polling.complete(receive);
    Status sent = Polling.complete(send);
    assertThat(received).isEqualTo(new Status(other, 1, LARGE));
    assertThat(sent).isEqualTo(new Status(other, 1, LARGE));
    for (int i = 0; i < 3; i++) {
      assertThat(receive.test()).isEqualTo(received);
      assertThat(receive.await()).isEqualTo(received);
      assertThat(send.test()).isEqualTo(sent);
      assertThat(send.await()).isEqualTo(sent);
    }
    assertThat(room.position()).as("moved once").isEqualTo(LARGE);
    Buffers.assertPattern(room, 0, LARGE, world.rank());

    Request unmatched = world.isend(Buffers.pattern(LARGE, 0), other, 2);
    Signals.send(world, other);
    Signals.await(world, other);
    assertThat(world.recv(Buffers.room(false, LARGE), other, 2).bytes()).isEqualTo(LARGE);
    assertThat(unmatched.await()).isEqualTo(new Status(other, 2, LARGE));
  }

  static void buffersAreLeftAsPromised(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int[] sizes = {0, 10, 200_000};
    for (int bytes : sizes) {
      for (boolean direct : DIRECT) {
        if (world.rank() == 0) {
          ByteBuffer blocking = Buffers.pattern(direct, 5, bytes, 1);
          world.send(blocking, 1, 1);
          assertUntouched(blocking, bytes);
          ByteBuffer nonBlocking = Buffers.pattern(true, 5, bytes, 1);
          world.isend(nonBlocking, 1, 2).await();
          assertUntouched(nonBlocking, bytes);
          world.send(blocking, 1, 3);
          world.send(blocking, 1, 4);
        } else {
          ByteBuffer blocking = roomAtFive(direct, bytes);
          world.recv(blocking, 0, 1);
          assertMoved(blocking, bytes);
          ByteBuffer nonBlocking = roomAtFive(true, bytes);
          world.irecv(nonBlocking, 0, 2).await();
          assertMoved(nonBlocking, bytes);
          ByteBuffer matched = roomAtFive(direct, bytes);
          world.mprobe(0, 3).recv(matched);
          assertMoved(matched, bytes);
          ByteBuffer matchedNonBlocking = roomAtFive(true, bytes);
          Polling.complete(world.mprobe(0, 4).irecv(matchedNonBlocking));
          assertMoved(matchedNonBlocking, bytes);
        }
      }
    }
  }

  private static ByteBuffer roomAtFive(boolean direct, int bytes) {
    return Buffers.room(direct, bytes + 20).position(5).limit(bytes + 12);
  }

  private static void assertUntouched(ByteBuffer buffer, int bytes) {
    assertThat(buffer.position()).isEqualTo(5);
    assertThat(buffer.limit()).isEqualTo(5 + bytes);
    Buffers.assertPattern(buffer, 5, bytes, 1);
  }

  private static void assertMoved(ByteBuffer buffer, int bytes) {
    assertThat(buffer.position()).isEqualTo(5 + bytes);
    assertThat(buffer.limit()).isEqualTo(bytes + 12);
  }

  static void ranksSendToThemselves(MpiRuntime runtime) {
    for (IntraCommunicator communicator : List.of(runtime.world(), runtime.self())) {
      int me = communicator.rank();
      for (int bytes : new int[] {0, 100, LARGE}) {
        ByteBuffer room = Buffers.room(true, bytes);
        Request receive = communicator.irecv(room, me, 3);
        communicator.send(Buffers.pattern(bytes, 9), me, 3);
        assertThat(receive.await()).isEqualTo(new Status(me, 3, bytes));
        Buffers.assertPattern(room, 0, bytes, 9);
      }
    }
  }

  static void communicatorsAreSeparate(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    IntraCommunicator copy = world.duplicate();
    if (world.rank() == 0) {
      copy.send(Buffers.ints(1), 1, 4);
      world.send(Buffers.ints(2), 1, 4);
      Signals.send(world, 1);
      Signals.await(world, 1);
      copy.send(Buffers.ints(3), 1, 4);
    } else {
      Signals.await(world, 0);
      assertThat(receiveInt(world, ANY_SOURCE, ANY_TAG)).isEqualTo(2);
      assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
      assertThat(receiveInt(copy, ANY_SOURCE, ANY_TAG)).isEqualTo(1);
      ByteBuffer room = Buffers.room(true, Integer.BYTES);
      Request onWorld = world.irecv(room, ANY_SOURCE, ANY_TAG);
      Signals.send(world, 0);
      assertThat(receiveInt(copy, 0, 4)).isEqualTo(3);
      assertThat(onWorld.test()).as("a message of another communicator").isNull();
      Signals.send(world, 0);
      assertThat(onWorld.await().tag()).isEqualTo(8);
    }
    if (world.rank() == 0) {
      Signals.await(world, 1);
      world.send(Buffers.ints(4), 1, 8);
    }
    copy.disconnect();
  }
}
