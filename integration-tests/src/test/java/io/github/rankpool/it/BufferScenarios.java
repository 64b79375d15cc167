package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiBuffers;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** What ranks do with buffers, on the heap and direct, whose content begins anywhere. */
final class BufferScenarios {
  private static final int MARGIN = 5;

  private BufferScenarios() {}

  static void areMoved(MpiCommunicator ranks) {
    for (boolean direct : new boolean[] {false, true}) {
      for (int bytes : new int[] {0, 1, 1000, 200_000}) {
        for (int root = 0; root < ranks.size(); root++) {
          fromAndToRoot(ranks, direct, bytes, root);
        }
        amongAll(ranks, direct, bytes);
      }
    }
  }

  private static void fromAndToRoot(MpiCommunicator ranks, boolean direct, int bytes, int root) {
    MpiBuffers buffers = ranks.buffers();
    int me = ranks.rank();
    boolean atRoot = me == root;
    ByteBuffer shared = atRoot ? content(direct, bytes, root) : room(direct, bytes);
    buffers.broadcast(shared, root);
    if (atRoot) {
      assertUntouched(shared, bytes);
    }
    assertContent(shared, 0, bytes, root);

    int all = IntStream.range(0, ranks.size()).map(rank -> rank * bytes).sum();
    // More room than needed.
    ByteBuffer whole = room(direct, all + 7);
    ByteBuffer mine = content(direct, me * bytes, me);
    buffers.gather(mine, atRoot ? whole : null, root);
    assertUntouched(mine, me * bytes);
    assertThat(whole.position()).isEqualTo(MARGIN + (atRoot ? all : 0));
    if (atRoot) {
      assertParts(ranks, whole, bytes);
      whole.flip().position(MARGIN);
    }
    ByteBuffer part = room(direct, me * bytes);
    buffers.scatter(atRoot ? whole : null, part, root);
    assertThat(part.hasRemaining()).isFalse();
    assertContent(part, 0, me * bytes, me);
  }

  private static void amongAll(MpiCommunicator ranks, boolean direct, int bytes) {
    MpiBuffers buffers = ranks.buffers();
    int me = ranks.rank();
    int all = IntStream.range(0, ranks.size()).map(rank -> rank * bytes).sum();
    ByteBuffer whole = room(direct, all);
    buffers.allGather(content(direct, me * bytes, me), whole);
    assertThat(whole.hasRemaining()).isFalse();
    assertParts(ranks, whole, bytes);

    ByteBuffer outgoing = room(direct, ranks.size() * bytes);
    for (int rank = 0; rank < ranks.size(); rank++) {
      outgoing.put(content(direct, bytes, 10 * me + rank));
    }
    ByteBuffer incoming = room(direct, ranks.size() * bytes);
    buffers.allToAll(outgoing.flip().position(MARGIN), incoming);
    for (int rank = 0; rank < ranks.size(); rank++) {
      assertContent(incoming, rank * bytes, bytes, 10 * rank + me);
    }
  }

  private static void assertParts(MpiCommunicator ranks, ByteBuffer whole, int bytes) {
    int at = 0;
    for (int rank = 0; rank < ranks.size(); rank++) {
      assertContent(whole, at, rank * bytes, rank);
      at += rank * bytes;
    }
  }

  static void areReduced(MpiCommunicator ranks) {
    for (boolean direct : new boolean[] {false, true}) {
      int me = ranks.rank();
      int sum = IntStream.range(0, ranks.size()).sum();
      ByteBuffer result = longs(direct, 0, 0);
      ranks
          .buffers()
          .allReduce(longs(direct, me, 100 + me), result, ElementType.LONG, ReduceOp.SUM);
      assertLongs(result, sum, 100 * ranks.size() + sum);
      ranks.buffers().scan(longs(direct, me, 1), result.clear(), ElementType.LONG, ReduceOp.SUM);
      assertLongs(result, me * (me + 1) / 2, me + 1);
      int root = ranks.size() - 1;
      ranks
          .buffers()
          .reduce(
              longs(direct, me, -me),
              me == root ? result.clear() : null,
              ElementType.LONG,
              ReduceOp.MAX,
              root);
      if (me == root) {
        assertLongs(result, root, 0);
      }
    }
  }

  private static ByteBuffer longs(boolean direct, long one, long other) {
    ByteBuffer buffer =
        direct ? ByteBuffer.allocateDirect(2 * Long.BYTES) : ByteBuffer.allocate(2 * Long.BYTES);
    return buffer.order(ByteOrder.nativeOrder()).putLong(one).putLong(other).flip();
  }

  private static void assertLongs(ByteBuffer buffer, long one, long other) {
    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(buffer.getLong(0)).isEqualTo(one);
    assertThat(buffer.getLong(Long.BYTES)).isEqualTo(other);
  }

  static void areMessages(MpiCommunicator ranks) {
    MpiBuffers buffers = ranks.buffers();
    int me = ranks.rank();
    int next = (me + 1) % ranks.size();
    int previous = (me + ranks.size() - 1) % ranks.size();
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuffer sent = content(direct, 100, me);
      buffers.send(sent, next, 3);
      assertUntouched(sent, 100);
      ByteBuffer room = room(direct, 200);
      assertThat(buffers.receive(room, previous, 3)).isEqualTo(new Status(previous, 3, 100));
      assertThat(room.position()).isEqualTo(MARGIN + 100);
      assertContent(room, 0, 100, previous);

      ByteBuffer large = room(direct, 300_000);
      buffers.sendReceive(content(direct, 300_000, me), next, 4, large, previous, 4);
      assertThat(large.hasRemaining()).isFalse();
      assertContent(large, 0, 300_000, previous);
    }
    // However bytes were sent, they can be received as such.
    ranks.ints().send(new int[] {1, 2}, next, 5);
    ByteBuffer room = room(true, 8);
    assertThat(buffers.receive(room, previous, 5).bytes()).isEqualTo(8);
    assertThat(room.order(ByteOrder.nativeOrder()).getInt(MARGIN + 4)).isEqualTo(2);
  }

  private static ByteBuffer room(boolean direct, int bytes) {
    int capacity = MARGIN + bytes;
    return (direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity))
        .position(MARGIN);
  }

  private static ByteBuffer content(boolean direct, int bytes, int seed) {
    ByteBuffer buffer = room(direct, bytes);
    for (int i = 0; i < bytes; i++) {
      buffer.put(contentByte(seed, i));
    }
    return buffer.position(MARGIN);
  }

  private static byte contentByte(int seed, int index) {
    return (byte) (seed * 31 + index + (index >> 8) * 7);
  }

  private static void assertUntouched(ByteBuffer buffer, int bytes) {
    assertThat(buffer.position()).isEqualTo(MARGIN);
    assertThat(buffer.remaining()).isEqualTo(bytes);
  }

  private static void assertContent(ByteBuffer buffer, int from, int bytes, int seed) {
    for (int i = 0; i < bytes; i++) {
      byte expected = contentByte(seed, i);
      if (buffer.get(MARGIN + from + i) != expected) {
        assertThat(buffer.get(MARGIN + from + i)).as("byte %d", from + i).isEqualTo(expected);
      }
    }
  }
}
