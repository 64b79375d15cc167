package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.util.Random;

/** What the ranks do in the tests of rules C-5 and C-6. */
final class ReductionScenarios {
  private static final int ELEMENTS = 9;

  private ReductionScenarios() {}

  static void reductionsAreRight(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int last = world.size() - 1;
    for (ElementType type : ElementType.values()) {
      for (ReduceOp op : ReduceOp.values()) {
        if (type.allows(op)) {
          ByteBuffer mine = operands(type, world.rank());
          ByteBuffer atRoot = Buffers.room(false, mine.remaining());
          world.reduce(mine, atRoot, type, op, last);
          if (world.rank() == last) {
            assertCombined(atRoot, type, op, last);
          }
          ByteBuffer everywhere = Buffers.room(true, mine.remaining());
          world.allReduce(mine, everywhere, type, op);
          assertCombined(everywhere, type, op, last);
          ByteBuffer prefix = Buffers.room(true, mine.remaining());
          world.scan(mine, prefix, type, op);
          assertCombined(prefix, type, op, world.rank());
        }
      }
    }
    world.allReduce(Buffers.empty(), Buffers.empty(), ElementType.INT, ReduceOp.SUM);
    allRanksGetTheSameBytes(world);
  }

  /** Sums of these depend on the order of additions. */
  private static void allRanksGetTheSameBytes(IntraCommunicator world) {
    Random random = new Random(world.rank());
    int bytes = 10_000 * Double.BYTES;
    ByteBuffer mine = Buffers.room(true, bytes);
    while (mine.hasRemaining()) {
      mine.putDouble(random.nextGaussian() * Math.pow(10, random.nextInt(30)));
    }
    ByteBuffer sum = Buffers.room(true, bytes);
    world.allReduce(mine.flip(), sum, ElementType.DOUBLE, ReduceOp.SUM);
    ByteBuffer all = Buffers.room(true, bytes * world.size());
    world.allGather(sum.flip(), all, CollectiveScenarios.filled(world.size(), bytes));
    for (int rank = 0; rank < world.size(); rank++) {
      assertThat(all.slice(rank * bytes, bytes)).as("sum at rank %d", rank).isEqualTo(sum);
    }
  }

  private static ByteBuffer operands(ElementType type, int rank) {
    ByteBuffer buffer = Buffers.room(true, ELEMENTS * type.bytes());
    for (int i = 0; i < ELEMENTS; i++) {
      put(buffer, type, operand(type, rank, i));
    }
    return buffer.flip();
  }

  /** Integers use the type's whole range, so that sums wrap around; fractions stay exact. */
  private static double operand(ElementType type, int rank, int index) {
    double small = (rank * 5 + index * 3) % 11 - 5;
    return switch (type) {
      case BYTE -> small * 25;
      case SHORT -> small * 6_000;
      case INT -> small * 400_000_001.0;
      case LONG -> small * (1L << 60);
      case FLOAT, DOUBLE -> small / 2;
    };
  }

  private static void assertCombined(ByteBuffer result, ElementType type, ReduceOp op, int last) {
    ByteBuffer expected = Buffers.room(true, type.bytes());
    for (int i = 0; i < ELEMENTS; i++) {
      expected.clear();
      if (type == ElementType.FLOAT || type == ElementType.DOUBLE) {
        double value = operand(type, 0, i);
        for (int rank = 1; rank <= last; rank++) {
          value = combine(op, value, operand(type, rank, i));
        }
        put(expected, type, value);
      } else {
        long value = (long) operand(type, 0, i);
        for (int rank = 1; rank <= last; rank++) {
          value = combine(op, value, (long) operand(type, rank, i));
        }
        put(expected, type, value);
      }
      assertThat(result.slice(i * type.bytes(), type.bytes()))
          .as("%s of %s, element %d, ranks to %d", op, type, i, last)
          .isEqualTo(expected.flip());
    }
  }

  private static double combine(ReduceOp op, double a, double b) {
    return switch (op) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      default -> throw new AssertionError(op);
    };
  }

  private static long combine(ReduceOp op, long a, long b) {
    return switch (op) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case BITWISE_AND -> a & b;
      case BITWISE_OR -> a | b;
      case BITWISE_XOR -> a ^ b;
    };
  }

  private static void put(ByteBuffer buffer, ElementType type, double value) {
    switch (type) {
      case FLOAT -> buffer.putFloat((float) value);
      case DOUBLE -> buffer.putDouble(value);
      default -> put(buffer, type, (long) value);
    }
  }

  /** The low bytes of a sum or product are those of the narrow type's, wrapped around. */
  private static void put(ByteBuffer buffer, ElementType type, long value) {
    switch (type) {
      case BYTE -> buffer.put((byte) value);
      case SHORT -> buffer.putShort((short) value);
      case INT -> buffer.putInt((int) value);
      case LONG -> buffer.putLong(value);
      default -> throw new AssertionError(type);
    }
  }

  static void badReductionsAreRefused(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    for (ReduceOp op : ReduceOp.values()) {
      if (op.isBitwise()) {
        assertRefused(world, ElementType.FLOAT, op, 8);
        assertRefused(world, ElementType.DOUBLE, op, 8);
      }
    }
    assertRefused(world, ElementType.INT, ReduceOp.SUM, 7);
    assertRefused(world, ElementType.DOUBLE, ReduceOp.MAX, 4);
    world.barrier();
  }

  private static void assertRefused(
      IntraCommunicator world, ElementType type, ReduceOp op, int bytes) {
    ByteBuffer mine = Buffers.room(true, bytes);
    ByteBuffer room = Buffers.room(true, bytes);
    assertThatThrownBy(() -> world.reduce(mine, room, type, op, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.allReduce(mine, room, type, op))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.scan(mine, room, type, op))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
