package io.github.rankpool.it;

import static io.github.rankpool.it.PrimitiveArray.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiArrays;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.Received;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What ranks do with arrays of primitives. */
final class ArrayScenarios {
  private static final int LENGTH = 12; // divisible by any number of ranks in the tests
  private static final int LONGER_THAN_KEPT_MEMORY = 600_000;

  private ArrayScenarios() {}

  static void areMoved(MpiCommunicator ranks) {
    PrimitiveArray.ALL.forEach(type -> areMoved(ranks, type));
  }

  private static <A> void areMoved(MpiCommunicator ranks, PrimitiveArray<A> type) {
    for (int root = 0; root < ranks.size(); root++) {
      broadcastAndCollect(ranks, type, root);
      scatter(ranks, type, root);
    }
    exchange(ranks, type);
  }

  private static <A> void broadcastAndCollect(
      MpiCommunicator ranks, PrimitiveArray<A> type, int root) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    int me = ranks.rank();
    boolean atRoot = me == root;
    for (int length : new int[] {0, 1, LENGTH, 10_000}) {
      A array = type.sample(me, length);
      arrays.broadcast(array, root);
      assertSame(array, type.sample(root, length));

      IntUnaryOperator lengths = rank -> (rank + root) % 3 * length;
      A mine = type.sample(me, lengths.applyAsInt(me));
      A all = type.concatenation(each(ranks, r -> type.sample(r, lengths.applyAsInt(r))));
      assertSame(arrays.gather(mine, root), atRoot ? all : type.empty());
      assertSame(arrays.allGather(mine), all);
      assertSame(mine, type.sample(me, lengths.applyAsInt(me)));
    }
  }

  private static <A> void scatter(MpiCommunicator ranks, PrimitiveArray<A> type, int root) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    int me = ranks.rank();
    boolean atRoot = me == root;
    List<A> equal = each(ranks, rank -> type.sample(rank, LENGTH));
    @Nullable A whole = atRoot ? type.concatenation(equal) : null;
    assertSame(arrays.scatter(whole, root), equal.get(me));
    List<A> unequal = each(ranks, rank -> type.sample(rank, rank * 5));
    assertSame(arrays.scatter(atRoot ? unequal : null, root), unequal.get(me));
    // The root alone knows whether its parts are equal.
    assertSame(arrays.scatter(atRoot ? equal : List.of(), root), equal.get(me));
  }

  private static <A> void exchange(MpiCommunicator ranks, PrimitiveArray<A> type) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    int me = ranks.rank();
    List<A> outgoing = each(ranks, rank -> type.sample(10 * me + rank, LENGTH));
    List<A> incoming = each(ranks, rank -> type.sample(10 * rank + me, LENGTH));
    assertSame(arrays.allToAll(type.concatenation(outgoing)), type.concatenation(incoming));

    List<A> unequal = each(ranks, rank -> type.sample(me - rank + 4, (me + 2 * rank) % 4));
    List<A> received = arrays.allToAll(unequal);
    assertThat(received).hasSize(ranks.size());
    for (int rank = 0; rank < ranks.size(); rank++) {
      assertSame(received.get(rank), type.sample(rank - me + 4, (rank + 2 * me) % 4));
    }
  }

  static void areReduced(MpiCommunicator ranks) {
    for (PrimitiveArray<?> type : PrimitiveArray.ALL) {
      ElementType elements = type.elements();
      for (ReduceOp op : ReduceOp.values()) {
        if (elements != null && elements.allows(op)) {
          areReduced(ranks, type, op);
        } else {
          isRefused(ranks, type, op);
        }
      }
    }
  }

  private static <A> void areReduced(MpiCommunicator ranks, PrimitiveArray<A> type, ReduceOp op) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    for (int length : new int[] {0, 1, LENGTH}) {
      A mine = type.filled(length, i -> element(ranks.rank(), i));
      A all = type.filled(length, i -> reduced(op, ranks.size(), i));
      assertSame(arrays.allReduce(mine, op), all);
      for (int root = 0; root < ranks.size(); root++) {
        A result = arrays.reduce(mine, op, root);
        assertSame(result, ranks.rank() == root ? all : type.empty());
      }
      A upToMe = type.filled(length, i -> reduced(op, ranks.rank() + 1, i));
      assertSame(arrays.scan(mine, op), upToMe);
    }
  }

  /** From 1 to 3, so that no product of four leaves the range of a byte. */
  private static long element(int rank, int index) {
    return (rank + (long) index) % 3 + 1;
  }

  private static long reduced(ReduceOp op, int ranks, int index) {
    return IntStream.range(0, ranks)
        .mapToLong(rank -> element(rank, index))
        .reduce(
            (a, b) ->
                switch (op) {
                  case SUM -> a + b;
                  case PRODUCT -> a * b;
                  case MIN -> Math.min(a, b);
                  case MAX -> Math.max(a, b);
                  case BITWISE_AND -> a & b;
                  case BITWISE_OR -> a | b;
                  case BITWISE_XOR -> a ^ b;
                })
        .orElseThrow();
  }

  private static <A> void isRefused(MpiCommunicator ranks, PrimitiveArray<A> type, ReduceOp op) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    assertThatThrownBy(() -> arrays.allReduce(type.sample(1, 1), op))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RP-221")
        .hasMessageContaining(op.name())
        .hasMessageContaining(type.empty().getClass().getSimpleName());
  }

  static void longOnesTravel(MpiCommunicator ranks) {
    int me = ranks.rank();
    int length = LONGER_THAN_KEPT_MEMORY;
    double[] mine = new double[length];
    Arrays.setAll(mine, i -> i % 1000 + me);
    double[] sum = ranks.doubles().allReduce(mine, ReduceOp.SUM);
    int ofRanks = IntStream.range(0, ranks.size()).sum();
    for (int i = 0; i < length; i++) {
      if (sum[i] != i % 1000 * ranks.size() + ofRanks) {
        assertThat(sum[i]).as("element %d", i).isEqualTo(i % 1000 * ranks.size() + ofRanks);
      }
    }
    double[] all = ranks.doubles().allGather(mine);
    for (int rank = 0; rank < ranks.size(); rank++) {
      assertThat(all[rank * length + length - 1]).isEqualTo((length - 1) % 1000 + rank);
    }
    double[] copy = mine.clone();
    ranks.doubles().broadcast(copy, ranks.size() - 1);
    assertThat(copy[0]).isEqualTo(ranks.size() - 1);
  }

  static void areMessages(MpiCommunicator ranks) {
    PrimitiveArray.ALL.forEach(type -> areMessages(ranks, type));
  }

  private static <A> void areMessages(MpiCommunicator ranks, PrimitiveArray<A> type) {
    MpiArrays<A> arrays = type.operations().apply(ranks);
    int next = (ranks.rank() + 1) % ranks.size();
    int previous = (ranks.rank() + ranks.size() - 1) % ranks.size();
    for (int length : new int[] {0, 1, 100}) {
      arrays.send(type.sample(ranks.rank(), length), next, length);
      Received<A> received = arrays.receive(previous, MpiCommunicator.ANY_TAG);
      assertThat(received.source()).isEqualTo(previous);
      assertThat(received.tag()).isEqualTo(length);
      assertSame(received.value(), type.sample(previous, length));
    }
    Received<A> received =
        arrays.sendReceive(
            type.sample(ranks.rank(), 100_000), next, 1, MpiCommunicator.ANY_SOURCE, 1);
    assertThat(received.source()).isEqualTo(previous);
    assertSame(received.value(), type.sample(previous, 100_000));
  }

  private static <A> List<A> each(MpiCommunicator ranks, IntFunction<A> part) {
    return IntStream.range(0, ranks.size()).mapToObj(part).toList();
  }
}
