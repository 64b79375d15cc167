package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the ranks do in the tests of rules M. */
final class ProbeScenarios {
  private static final int LARGE = 1 << 20;

  private ProbeScenarios() {}

  static void probesReportAndLeaveTheMessage(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int[] sizes = {0, 1, 33, LARGE};
    for (int i = 0; i < sizes.length; i++) {
      int tag = 10 + i;
      if (world.rank() == 0) {
        world.send(Buffers.pattern(sizes[i], i), 1, tag);
        world.send(Buffers.pattern(7, 99), 1, tag);
      } else {
        Status expected = new Status(0, tag, sizes[i]);
        assertThat(world.probe(ANY_SOURCE, ANY_TAG)).isEqualTo(expected);
        assertThat(world.probe(0, tag)).isEqualTo(expected);
        assertThat(world.iprobe(ANY_SOURCE, tag)).isEqualTo(expected);
        assertThat(world.iprobe(0, ANY_TAG)).isEqualTo(expected);
        ByteBuffer room = Buffers.room(false, LARGE);
        assertThat(world.recv(room, expected.source(), expected.tag())).isEqualTo(expected);
        Buffers.assertPattern(room, 0, sizes[i], i);
        assertThat(world.probe(0, tag).bytes()).isEqualTo(7);
        assertThat(world.recv(room.clear(), 0, tag).bytes()).isEqualTo(7);
      }
    }
  }

  static void immediateProbesReturnNull(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int other = 1 - world.rank();
    assertThat(world.iprobe(other, 1)).isNull();
    assertThat(world.improbe(other, 1)).isNull();
    world.send(Buffers.ints(1), other, 2);
    world.probe(other, 2);
    assertThat(world.iprobe(ANY_SOURCE, 1)).isNull();
    assertThat(world.improbe(other, 1)).isNull();
    assertThat(world.iprobe(world.rank(), ANY_TAG)).isNull();
    assertThat(world.improbe(world.rank(), ANY_TAG)).isNull();
    world.recv(Buffers.room(true, 4), other, 2);
    assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
    assertThat(world.improbe(ANY_SOURCE, ANY_TAG)).isNull();
  }

  static void matchedMessagesAreOutOfReach(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    if (world.rank() == 0) {
      // Not blocking, as the large one is received after those that follow it.
      List<Request> sends = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        sends.add(world.isend(Buffers.pattern(i == 1 ? LARGE : 20 + i, i), 1, 5));
      }
      sends.forEach(Request::await);
      return;
    }
    MatchedMessage first = world.mprobe(ANY_SOURCE, ANY_TAG);
    assertThat(first.status()).isEqualTo(new Status(0, 5, 20));
    MatchedMessage second =
        Polling.until("arrival of a message", () -> world.improbe(ANY_SOURCE, 5));
    assertThat(second.status()).isEqualTo(new Status(0, 5, LARGE));
    assertThat(world.probe(0, 5)).isEqualTo(new Status(0, 5, 22));
    ByteBuffer room = Buffers.room(true, LARGE);
    assertThat(world.recv(room, 0, 5)).isEqualTo(new Status(0, 5, 22));
    Buffers.assertPattern(room, 0, 22, 2);
    assertThat(second.recv(room.clear())).isEqualTo(second.status());
    Buffers.assertPattern(room, 0, LARGE, 1);
    assertThat(Polling.complete(first.irecv(room.clear()))).isEqualTo(first.status());
    Buffers.assertPattern(room, 0, 20, 0);
    for (MatchedMessage received : new MatchedMessage[] {first, second}) {
      assertThatThrownBy(() -> received.recv(room.clear()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> received.irecv(room.clear()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(world.recv(room.clear(), 0, 5)).isEqualTo(new Status(0, 5, 23));
  }

  static void messagesAreFoundByImmediateProbesAlone(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    for (int bytes : new int[] {10, LARGE}) {
      if (world.rank() == 0) {
        world.send(Buffers.pattern(bytes, 1), 1, 1);
        world.send(Buffers.pattern(bytes, 2), 1, 2);
      } else {
        Status found = Polling.until("a probe to find", () -> world.iprobe(0, 1));
        assertThat(found.bytes()).isEqualTo(bytes);
        world.recv(Buffers.room(false, bytes), 0, 1);
        MatchedMessage message = Polling.until("a probe to match", () -> world.improbe(0, 2));
        ByteBuffer room = Buffers.room(true, bytes);
        message.recv(room);
        Buffers.assertPattern(room, 0, bytes, 2);
      }
    }
  }
}
