package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiArrays;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.ElementType;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A type of arrays, with made-up content that shows which rank it is from.
 *
 * @param elements null for types without arithmetic
 * @param <A> such as {@code double[]}
 */
record PrimitiveArray<A>(
    IntFunction<A> constructor,
    Function<MpiCommunicator, MpiArrays<A>> operations,
    @Nullable ElementType elements) {

  /** All eight. */
  static final List<PrimitiveArray<?>> ALL =
      List.of(
          new PrimitiveArray<>(byte[]::new, MpiCommunicator::bytes, ElementType.BYTE),
          new PrimitiveArray<>(short[]::new, MpiCommunicator::shorts, ElementType.SHORT),
          new PrimitiveArray<>(int[]::new, MpiCommunicator::ints, ElementType.INT),
          new PrimitiveArray<>(long[]::new, MpiCommunicator::longs, ElementType.LONG),
          new PrimitiveArray<>(float[]::new, MpiCommunicator::floats, ElementType.FLOAT),
          new PrimitiveArray<>(double[]::new, MpiCommunicator::doubles, ElementType.DOUBLE),
          new PrimitiveArray<>(char[]::new, MpiCommunicator::chars, null),
          new PrimitiveArray<>(boolean[]::new, MpiCommunicator::booleans, null));

  A empty() {
    return constructor.apply(0);
  }

  /** An array that is different for each seed. */
  A sample(int seed, int length) {
    return filled(length, i -> (seed * 13L + i) % 100);
  }

  /** An array of these numbers. */
  A filled(int length, IntToLongFunction value) {
    A array = constructor.apply(length);
    for (int i = 0; i < length; i++) {
      set(array, i, value.applyAsLong(i));
    }
    return array;
  }

  private static void set(Object array, int index, long value) {
    if (array instanceof boolean[] booleans) {
      booleans[index] = value % 3 == 0;
    } else if (array instanceof char[] chars) {
      chars[index] = (char) value;
    } else if (array instanceof byte[] bytes) {
      bytes[index] = (byte) value;
    } else if (array instanceof short[] shorts) {
      shorts[index] = (short) value;
    } else if (array instanceof int[] ints) {
      ints[index] = (int) value;
    } else if (array instanceof long[] longs) {
      longs[index] = value;
    } else if (array instanceof float[] floats) {
      floats[index] = value;
    } else if (array instanceof double[] doubles) {
      doubles[index] = value;
    } else {
      throw new AssertionError(array.getClass());
    }
  }

  /** The arrays one behind the other. */
  A concatenation(List<A> parts) {
    A all = constructor.apply(parts.stream().mapToInt(Array::getLength).sum());
    int at = 0;
    for (A part : parts) {
      int length = Array.getLength(part);
      System.arraycopy(part, 0, all, at, length);
      at += length;
    }
    return all;
  }

  static void assertSame(Object actual, Object expected) {
    assertThat(actual).isEqualTo(expected); // arrays by their elements
  }
}
