package io.github.rankpool.it;

import static io.github.rankpool.MpiCommunicator.ANY_TAG;
import static io.github.rankpool.MpiCommunicator.MAX_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused, and that all goes on afterwards. */
final class MisuseScenarios {
  private static final int NO_RANK = 77;

  private MisuseScenarios() {}

  static void argumentsAreChecked(MpiCommunicator ranks) {
    badRanksAndTags(ranks);
    int me = ranks.rank();
    int more = ranks.size() + 1;
    List<String> tooMany = Collections.nCopies(more, "x");
    assertRefused("RP-221", "" + more, () -> ranks.scatter(tooMany, me));
    assertRefused("RP-221", "" + more, () -> ranks.allToAll(tooMany));
    assertRefused("RP-221", "null", () -> ranks.scatter((List<String>) null, me));
    assertRefused("RP-221", "" + more, () -> ranks.ints().allToAll(intArrays(more)));
    assertRefused("RP-224", "java.lang.Object", () -> ranks.allGather(new Object()));
    ByteBuffer eight = ByteBuffer.allocate(8);
    ByteBuffer four = ByteBuffer.allocate(4);
    ByteBuffer readOnly = ByteBuffer.allocate(8).asReadOnlyBuffer();
    assertRefused(
        "RP-221",
        "BITWISE_OR",
        () ->
            ranks
                .buffers()
                .allReduce(eight, eight.duplicate(), ElementType.DOUBLE, ReduceOp.BITWISE_OR));
    assertRefused(
        "RP-221", "4", () -> ranks.buffers().scan(four, eight, ElementType.LONG, ReduceOp.SUM));
    assertRefused(
        "RP-221",
        "4",
        () -> ranks.buffers().allReduce(eight, four, ElementType.LONG, ReduceOp.SUM));
    assertRefused(
        "RP-221",
        "8",
        () -> ranks.buffers().allReduce(eight, eight, ElementType.LONG, ReduceOp.SUM));
    assertRefused("RP-221", "read-only", () -> ranks.buffers().allGather(four, readOnly));
    assertRefused("RP-221", "read-only", () -> ranks.buffers().receive(readOnly, 0, 0));
    if (ranks.size() > 1) {
      assertRefused("RP-221", "1 elements", () -> ranks.ints().scatter(new int[1], me));
      assertRefused("RP-221", "1 elements", () -> ranks.ints().allToAll(new int[1]));
    }
    assertInStep(ranks);
  }

  private static void badRanksAndTags(MpiCommunicator ranks) {
    String rank = "" + NO_RANK;
    assertRefused("RP-221", rank, () -> ranks.broadcast("x", NO_RANK));
    assertRefused("RP-221", rank, () -> ranks.gather("x", NO_RANK));
    assertRefused("RP-221", rank, () -> ranks.ints().reduce(new int[1], ReduceOp.SUM, NO_RANK));
    assertRefused("RP-221", rank, () -> ranks.buffers().broadcast(ByteBuffer.allocate(1), NO_RANK));
    assertRefused("RP-221", "-1", () -> ranks.ints().scatter(new int[0], -1));
    assertRefused("RP-221", rank, () -> ranks.send("x", NO_RANK, 0));
    assertRefused("RP-221", "-1", () -> ranks.send("x", -1, 0));
    assertRefused("RP-221", "-1", () -> ranks.send("x", 0, ANY_TAG));
    assertRefused("RP-221", "32768", () -> ranks.ints().send(new int[1], 0, MAX_TAG + 1));
    assertRefused("RP-221", rank, () -> ranks.receive(NO_RANK, 0));
    assertRefused("RP-221", "-2", () -> ranks.probe(0, -2));
    assertRefused("RP-221", "-2", () -> ranks.sendReceive("x", 0, 0, 0, -2));
    assertRefused("RP-221", rank, () -> ranks.sendReceive("x", 0, 0, NO_RANK, 0));
  }

  static void disagreementIsNoticedByAll(MpiCommunicator ranks) {
    int me = ranks.rank();
    boolean last = me == ranks.size() - 1;
    if (ranks.size() > 1) {
      assertRefused(
          "RP-222",
          "barrier",
          () -> {
            if (last) {
              ranks.barrier();
            } else {
              ranks.broadcast("x", 0);
            }
          });
      assertRefused("RP-222", "root", () -> ranks.broadcast("x", last ? 0 : 1));
      assertRefused(
          "RP-222", "float[]", () -> ranks.allReduce(last ? (Number) 1f : 1.0, ReduceOp.SUM));
      assertRefused("RP-222", "MAX", () -> ranks.allReduce(1, last ? ReduceOp.SUM : ReduceOp.MAX));
      assertRefused("RP-222", "bytes", () -> ranks.ints().broadcast(new int[last ? 2 : 3], 0));
      assertRefused(
          "RP-222", "bytes", () -> ranks.longs().scan(new long[last ? 2 : 3], ReduceOp.SUM));
      assertRefused(
          "RP-222", "bytes", () -> ranks.ints().allToAll(new int[ranks.size() * (me + 1)]));
    }
    ByteBuffer part = ByteBuffer.allocate(8);
    ByteBuffer small = ByteBuffer.allocate(last ? 1 : 100);
    assertRefused("RP-222", "room", () -> ranks.buffers().allGather(part, small));
    assertRefused("RP-222", "room", () -> ranks.buffers().gather(part, small, ranks.size() - 1));
    assertRefused("RP-222", "room", () -> ranks.buffers().scatter(small, part, 0));
    assertThat(part.position()).isZero();
    assertInStep(ranks);
  }

  static void messagesThatDoNotFitStay(MpiCommunicator ranks) {
    int me = ranks.rank();
    ranks.bytes().send(new byte[] {1, 2, 3}, me, 1);
    ByteBuffer small = ByteBuffer.allocate(2);
    assertRefused("RP-221", "3", () -> ranks.buffers().receive(small, me, 1));
    assertRefused("RP-221", "3", () -> ranks.ints().receive(me, 1));
    assertThat(ranks.bytes().receive(me, 1).value()).containsExactly(1, 2, 3);

    // A receive that is refused does not take back the send it goes with.
    assertRefused(
        "RP-221",
        "5",
        () -> ranks.buffers().sendReceive(ByteBuffer.allocate(5), me, 2, small, me, 2));
    assertThat(ranks.bytes().receive(me, 2).value()).hasSize(5);

    ranks.ints().send(new int[] {1}, me, 3);
    assertThatThrownBy(() -> ranks.receive(me, 3))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-225")
        .hasMessageContaining("rank " + me);
    assertInStep(ranks);
  }

  private static void assertInStep(MpiCommunicator ranks) {
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static List<int[]> intArrays(int number) {
    return Collections.nCopies(number, new int[1]);
  }

  private static void assertRefused(String code, String value, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(code)
        .hasMessageContaining(value);
  }
}
