package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.ANY_SOURCE;
import static io.github.rankpool.spi.Communicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the ranks do in the tests of rules C-1 to C-4, C-7 and C-8. */
final class CollectiveScenarios {
  private static final int SENTINEL = 4;

  private CollectiveScenarios() {}

  static void buffersAreLeftAsPromised(MpiRuntime runtime) {
    for (boolean direct : new boolean[] {false, true}) {
      IntraCommunicator world = runtime.world();
      int size = world.size();
      ByteBuffer block = Buffers.pattern(direct, 5, 8, world.rank());
      int[] eights = filled(size, 8);

      ByteBuffer broadcast = world.rank() == 0 ? Buffers.pattern(direct, 5, 8, 0) : room(direct, 8);
      world.broadcast(broadcast, 0);
      assertThat(broadcast.position()).isEqualTo(world.rank() == 0 ? 5 : 13);

      ByteBuffer gathered = room(direct, 8 * size);
      world.gather(block, gathered, eights, 1);
      assertThat(gathered.position()).isEqualTo(world.rank() == 1 ? 5 + 8 * size : 5);
      ByteBuffer all = room(direct, 8 * size);
      world.allGather(block, all, eights);
      assertWritten(all, 8 * size);
      assertRead(block, 8, world.rank());

      ByteBuffer blocks = Buffers.pattern(direct, 5, 8 * size, 3);
      ByteBuffer scattered = room(direct, 8);
      world.scatter(blocks, eights, scattered, 0);
      assertWritten(scattered, 8);
      ByteBuffer exchanged = room(direct, 8 * size);
      world.allToAll(blocks, eights, exchanged, eights);
      assertWritten(exchanged, 8 * size);
      assertRead(blocks, 8 * size, 3);

      ByteBuffer reduced = room(direct, 8);
      world.reduce(block, reduced, ElementType.INT, ReduceOp.SUM, 1);
      assertThat(reduced.position()).isEqualTo(world.rank() == 1 ? 13 : 5);
      ByteBuffer allReduced = room(direct, 8);
      world.allReduce(block, allReduced, ElementType.INT, ReduceOp.SUM);
      assertWritten(allReduced, 8);
      ByteBuffer scanned = room(direct, 8);
      world.scan(block, scanned, ElementType.INT, ReduceOp.SUM);
      assertWritten(scanned, 8);
      assertRead(block, 8, world.rank());
    }
  }

  private static ByteBuffer room(boolean direct, int bytes) {
    return Buffers.room(direct, bytes + 9).position(5).limit(5 + bytes);
  }

  private static void assertWritten(ByteBuffer buffer, int bytes) {
    assertThat(buffer.position()).isEqualTo(5 + bytes);
    assertThat(buffer.limit()).isEqualTo(5 + bytes);
  }

  private static void assertRead(ByteBuffer buffer, int bytes, int seed) {
    assertThat(buffer.position()).isEqualTo(5);
    assertThat(buffer.limit()).isEqualTo(5 + bytes);
    Buffers.assertPattern(buffer, 5, bytes, seed);
  }

  /** All ranks are on one machine, where nanoTime is one clock for all processes. */
  static void noRankLeavesABarrierEarly(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    for (int round = 0; round < 20; round++) {
      int late = round % world.size();
      if (world.rank() == late) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
      long entered = System.nanoTime();
      world.barrier();
      long left = System.nanoTime();
      ByteBuffer entries = Buffers.room(true, world.size() * Long.BYTES);
      ByteBuffer mine = Buffers.room(true, Long.BYTES);
      mine.putLong(0, entered);
      world.allGather(mine, entries, filled(world.size(), Long.BYTES));
      for (int rank = 0; rank < world.size(); rank++) {
        long headStart = entries.getLong(rank * Long.BYTES) - left;
        assertThat(headStart).as("left before rank %d entered, by ns", rank).isNotPositive();
      }
    }
  }

  static void broadcastsReachAllRanks(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int seed = 0;
    for (int root = 0; root < world.size(); root++) {
      for (int bytes : new int[] {0, 1, 1 << 20}) {
        for (boolean direct : new boolean[] {false, true}) {
          seed++;
          ByteBuffer buffer =
              world.rank() == root
                  ? Buffers.pattern(!direct, 2, bytes, seed)
                  : Buffers.room(direct, bytes + 2).position(2);
          world.broadcast(buffer, root);
          Buffers.assertPattern(buffer, 2, bytes, seed);
        }
      }
    }
  }

  static void blocksComeInRankOrder(MpiRuntime runtime) {
    for (boolean direct : new boolean[] {false, true}) {
      for (int scale : new int[] {1, 20_000}) {
        int[] counts = {5 * scale, 0, 3 * scale, scale};
        for (int root = 0; root < runtime.world().size(); root++) {
          gathers(runtime.world(), counts, root, direct);
          scatters(runtime.world(), counts, root, direct);
        }
        gathersToAll(runtime.world(), counts, direct);
        exchanges(runtime.world(), scale, direct);
      }
    }
  }

  private static void gathers(IntraCommunicator world, int[] counts, int root, boolean direct) {
    ByteBuffer room = Buffers.room(direct, total(counts));
    ByteBuffer mine = Buffers.pattern(direct, 1, counts[world.rank()], world.rank());
    boolean atRoot = world.rank() == root;
    world.gather(mine, atRoot ? room : Buffers.empty(), atRoot ? counts : new int[0], root);
    if (atRoot) {
      assertBlocks(room, counts);
    }
  }

  private static void gathersToAll(IntraCommunicator world, int[] counts, boolean direct) {
    ByteBuffer room = Buffers.room(direct, total(counts));
    world.allGather(Buffers.pattern(direct, 1, counts[world.rank()], world.rank()), room, counts);
    assertBlocks(room, counts);
  }

  private static void assertBlocks(ByteBuffer room, int[] counts) {
    int from = 0;
    for (int rank = 0; rank < counts.length; rank++) {
      Buffers.assertPattern(room, from, counts[rank], rank);
      from += counts[rank];
    }
  }

  private static void scatters(IntraCommunicator world, int[] counts, int root, boolean direct) {
    boolean atRoot = world.rank() == root;
    ByteBuffer blocks = Buffers.room(direct, total(counts));
    for (int rank = 0; rank < counts.length; rank++) {
      blocks.put(Buffers.pattern(direct, 0, counts[rank], rank + root));
    }
    ByteBuffer room = Buffers.room(direct, counts[world.rank()]);
    world.scatter(
        atRoot ? blocks.flip() : Buffers.empty(), atRoot ? counts : new int[0], room, root);
    Buffers.assertPattern(room, 0, counts[world.rank()], world.rank() + root);
  }

  /** Rank i sends (i + 2 j) mod 4 times the scale to rank j. */
  private static void exchanges(IntraCommunicator world, int scale, boolean direct) {
    int size = world.size();
    int me = world.rank();
    int[] sendCounts = new int[size];
    int[] receiveCounts = new int[size];
    for (int other = 0; other < size; other++) {
      sendCounts[other] = (me + 2 * other) % 4 * scale;
      receiveCounts[other] = (other + 2 * me) % 4 * scale;
    }
    ByteBuffer blocks = Buffers.room(direct, total(sendCounts));
    for (int other = 0; other < size; other++) {
      blocks.put(Buffers.pattern(direct, 0, sendCounts[other], me * 10 + other));
    }
    ByteBuffer room = Buffers.room(direct, total(receiveCounts));
    world.allToAll(blocks.flip(), sendCounts, room, receiveCounts);
    int from = 0;
    for (int other = 0; other < size; other++) {
      Buffers.assertPattern(room, from, receiveCounts[other], other * 10 + me);
      from += receiveCounts[other];
    }
  }

  static void collectivesWorkOnOneRank(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    IntraCommunicator part = world.split(world.rank(), 0).orElseThrow();
    for (IntraCommunicator one : List.of(runtime.self(), part)) {
      int[] count = {100};
      one.barrier();
      one.broadcast(Buffers.pattern(100, 1), 0);
      ByteBuffer room = Buffers.room(true, 100);
      one.gather(Buffers.pattern(100, 2), room, count, 0);
      Buffers.assertPattern(room, 0, 100, 2);
      one.allGather(Buffers.pattern(100, 3), room.clear(), count);
      Buffers.assertPattern(room, 0, 100, 3);
      one.scatter(Buffers.pattern(100, 4), count, room.clear(), 0);
      Buffers.assertPattern(room, 0, 100, 4);
      one.allToAll(Buffers.pattern(100, 5), count, room.clear(), count);
      Buffers.assertPattern(room, 0, 100, 5);
      one.reduce(Buffers.pattern(100, 6), room.clear(), ElementType.INT, ReduceOp.SUM, 0);
      Buffers.assertPattern(room, 0, 100, 6);
      one.allReduce(Buffers.pattern(100, 7), room.clear(), ElementType.INT, ReduceOp.MAX);
      Buffers.assertPattern(room, 0, 100, 7);
      one.scan(Buffers.pattern(100, 8), room.clear(), ElementType.BYTE, ReduceOp.PRODUCT);
      Buffers.assertPattern(room, 0, 100, 8);
    }
    part.disconnect();
  }

  static void collectivesLeaveMessagesAlone(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    ByteBuffer room = Buffers.room(true, 64);
    Request receive = world.irecv(room, ANY_SOURCE, ANY_TAG);
    allCollectives(world);
    assertThat(receive.test()).as("a collective's message reached a receive").isNull();
    world.barrier();
    int next = (world.rank() + 1) % world.size();
    int previous = (world.rank() + world.size() - 1) % world.size();
    world.send(Buffers.pattern(64, 1), next, 1);
    world.send(Buffers.pattern(SENTINEL, 2), next, 2);
    allCollectives(world);
    assertThat(receive.await()).isEqualTo(new Status(previous, 1, 64));
    Buffers.assertPattern(room, 0, 64, 1);
    ByteBuffer sentinel = Buffers.room(true, SENTINEL);
    assertThat(world.recv(sentinel, ANY_SOURCE, ANY_TAG))
        .isEqualTo(new Status(previous, 2, SENTINEL));
    Buffers.assertPattern(sentinel, 0, SENTINEL, 2);
    world.barrier();
    assertThat(world.iprobe(ANY_SOURCE, ANY_TAG)).isNull();
  }

  private static void allCollectives(IntraCommunicator world) {
    int[] counts = filled(world.size(), 8);
    int all = total(counts);
    world.barrier();
    world.broadcast(Buffers.pattern(8, 1), 1);
    world.gather(Buffers.pattern(8, 1), Buffers.room(true, all), counts, 0);
    world.allGather(Buffers.pattern(8, 1), Buffers.room(true, all), counts);
    world.scatter(Buffers.pattern(all, 1), counts, Buffers.room(true, 8), 0);
    world.allToAll(Buffers.pattern(all, 1), counts, Buffers.room(true, all), counts);
    world.allReduce(Buffers.pattern(8, 1), Buffers.room(true, 8), ElementType.LONG, ReduceOp.SUM);
    world.scan(Buffers.pattern(8, 1), Buffers.room(true, 8), ElementType.LONG, ReduceOp.SUM);
    world.duplicate().disconnect();
  }

  static int[] filled(int length, int value) {
    int[] result = new int[length];
    Arrays.fill(result, value);
    return result;
  }

  private static int total(int[] counts) {
    return Arrays.stream(counts).sum();
  }
}
