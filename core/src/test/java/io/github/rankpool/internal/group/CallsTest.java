package io.github.rankpool.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.internal.wire.PrimitiveArrays;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallsTest {
  private static final int DOUBLES = PrimitiveArrays.typeCode(new double[0]);

  @ParameterizedTest
  @EnumSource
  void callsComeOffTheWireAsTheyWere(Operation operation) {
    for (Call call :
        new Call[] {
          Call.of(operation),
          Call.of(operation, Call.OBJECTS, 3, 1L << 40),
          new Call(operation, DOUBLES, ReduceOp.BITWISE_XOR, 70_000, 8, 1L << 33)
        }) {
      ByteBuffer table = ByteBuffer.allocate(3 * Call.BYTES);
      call.writeTo(table, Call.BYTES);
      assertThat(Call.readFrom(table, Call.BYTES)).isEqualTo(call);
    }
  }

  @Test
  void callsDescribeThemselves() {
    assertThat(Call.of(Operation.BARRIER).describe()).isEqualTo("barrier");
    assertThat(Call.of(Operation.GATHER, Call.OBJECTS, 2, 0).describe())
        .isEqualTo("gather of objects, root 2");
    assertThat(new Call(Operation.SCAN, DOUBLES, ReduceOp.SUM, Call.NONE, 8, 0).describe())
        .isEqualTo("scan of double[] by SUM");
    assertThat(Call.of(Operation.BROADCAST, Call.BUFFERS, 0, 0).describe())
        .isEqualTo("broadcast of buffers, root 0");
    int buffersOfInts = Call.buffersOf(ElementType.INT);
    assertThat(Call.of(Operation.ALL_REDUCE, buffersOfInts, Call.NONE, 0).describe())
        .isEqualTo("allReduce of buffers of INT");
  }

  @Test
  void anyDifferenceIsFoundOnAllRanks() {
    Call usual = new Call(Operation.REDUCE, DOUBLES, ReduceOp.SUM, 1, 8, 0);
    Call[] others = {
      Call.of(Operation.BARRIER),
      new Call(Operation.REDUCE, Call.buffersOf(ElementType.DOUBLE), ReduceOp.SUM, 1, 8, 0),
      new Call(Operation.REDUCE, DOUBLES, ReduceOp.MAX, 1, 8, 0),
      new Call(Operation.REDUCE, DOUBLES, ReduceOp.SUM, 2, 8, 0)
    };
    for (Call other : others) {
      Calls calls = new Calls(new Call[] {usual, other, usual});
      for (int rank = 0; rank < 3; rank++) {
        int me = rank;
        assertRefused("RP-222", "rank " + (me == 1 ? 0 : 1), () -> calls.checkSame(me));
      }
    }
    // Lengths are another matter.
    Call shorter = new Call(Operation.REDUCE, DOUBLES, ReduceOp.SUM, 1, 0, 5);
    Calls calls = new Calls(new Call[] {usual, shorter});
    assertThat(calls.checkSame(0)).isSameAs(calls);
    assertRefused("RP-222", "8 bytes and rank 1 has 0", calls::checkEqualLengths);
  }

  @Test
  void whatIsTooMuchTogetherIsRefusedBeforeItIsAllocated() {
    Call half = new Call(Operation.GATHER, Call.BUFFERS, null, 0, 1 << 30, 1 << 30);
    Calls calls = new Calls(new Call[] {half, half});
    assertRefused("RP-223", "2147483648", calls::given);
    assertRefused("RP-223", "2147483648", calls::rooms);
    assertRefused("RP-223", "2147483640", () -> Checks.bytes("it", Integer.MAX_VALUE - 7L));
    assertThat(Checks.bytes("it", Checks.MAX_BYTES)).isEqualTo(Checks.MAX_BYTES);
  }

  private static void assertRefused(String code, String value, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(code)
        .hasMessageContaining(value);
  }
}
