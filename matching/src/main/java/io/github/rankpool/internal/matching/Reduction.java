package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Elements of one rank to which those of others are added (MPI-4.0 §6.9.2). */
final class Reduction {
  private final ElementType type;
  private final ReduceOp op;
  private final ByteBuffer elements;

  /**
   * Starts with a copy of one rank's elements.
   *
   * @throws IllegalArgumentException as of {@link #check}
   */
  Reduction(ElementType type, ReduceOp op, ByteBuffer own) {
    check(type, op, own);
    this.type = type;
    this.op = op;
    this.elements = ByteBuffer.allocate(own.remaining()).order(ByteOrder.nativeOrder());
    elements.put(0, own, own.position(), own.remaining());
  }

  /** Refuses what makes no sense (rule C-6). */
  static void check(ElementType type, ReduceOp op, ByteBuffer elements) {
    if (!type.allows(op)) {
      throw Arguments.refused(op + " takes integers, not " + type);
    }
    if (elements.remaining() % type.bytes() != 0) {
      throw Arguments.refused(
          elements.remaining() + " bytes are no whole number of " + type + " elements");
    }
  }

  /** Receives another rank's elements and adds them. */
  void addFrom(Channel channel, int source) {
    ByteBuffer other = ByteBuffer.allocate(elements.capacity()).order(ByteOrder.nativeOrder());
    channel.recv(other, source, ChannelCommunicator.LOCAL);
    switch (type) {
      case BYTE, SHORT, INT, LONG -> addIntegers(other, integerOperator());
      case FLOAT, DOUBLE -> addFloatingPoint(other, floatingPointOperator());
    }
  }

  /** All elements, from position to limit. */
  ByteBuffer result() {
    return elements.duplicate();
  }

  /** The low bits of a long's result are those of the narrower type's. */
  private void addIntegers(ByteBuffer other, LongBinaryOperator operator) {
    int end = elements.capacity();
    switch (type) {
      case BYTE -> {
        for (int at = 0; at < end; at += Byte.BYTES) {
          elements.put(at, (byte) operator.applyAsLong(elements.get(at), other.get(at)));
        }
      }
      case SHORT -> {
        for (int at = 0; at < end; at += Short.BYTES) {
          elements.putShort(
              at, (short) operator.applyAsLong(elements.getShort(at), other.getShort(at)));
        }
      }
      case INT -> {
        for (int at = 0; at < end; at += Integer.BYTES) {
          elements.putInt(at, (int) operator.applyAsLong(elements.getInt(at), other.getInt(at)));
        }
      }
      default -> {
        for (int at = 0; at < end; at += Long.BYTES) {
          elements.putLong(at, operator.applyAsLong(elements.getLong(at), other.getLong(at)));
        }
      }
    }
  }

  /** A float operation done in double and rounded gives the float's own result, exactly. */
  private void addFloatingPoint(ByteBuffer other, DoubleBinaryOperator operator) {
    int end = elements.capacity();
    if (type == ElementType.FLOAT) {
      for (int at = 0; at < end; at += Float.BYTES) {
        double result = operator.applyAsDouble(elements.getFloat(at), other.getFloat(at));
        elements.putFloat(at, (float) result);
      }
    } else {
      for (int at = 0; at < end; at += Double.BYTES) {
        double result = operator.applyAsDouble(elements.getDouble(at), other.getDouble(at));
        elements.putDouble(at, result);
      }
    }
  }

  private LongBinaryOperator integerOperator() {
    return switch (op) {
      case SUM -> Long::sum;
      case PRODUCT -> (a, b) -> a * b;
      case MIN -> Math::min;
      case MAX -> Math::max;
      case BITWISE_AND -> (a, b) -> a & b;
      case BITWISE_OR -> (a, b) -> a | b;
      case BITWISE_XOR -> (a, b) -> a ^ b;
    };
  }

  private DoubleBinaryOperator floatingPointOperator() {
    return switch (op) {
      case SUM -> Double::sum;
      case PRODUCT -> (a, b) -> a * b;
      case MIN -> Math::min;
      case MAX -> Math::max;
      default -> throw new AssertionError(op + " was refused");
    };
  }
}
