package io.github.rankpool;

import io.github.rankpool.internal.group.Checks;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Optional;

/** Reductions of single numbers: those of arrays, of one element each. */
final class Numbers {
  private static final Map<Class<?>, ElementType> TYPES =
      Map.of(
          Byte.class, ElementType.BYTE,
          Short.class, ElementType.SHORT,
          Integer.class, ElementType.INT,
          Long.class, ElementType.LONG,
          Float.class, ElementType.FLOAT,
          Double.class, ElementType.DOUBLE);

  private Numbers() {}

  static <N extends Number> Optional<N> reduce(RankGroup ranks, N value, ReduceOp op, int root) {
    Object result = arrays(ranks, value).reduce(array(value, 1), op, root);
    return Array.getLength(result) == 0 ? Optional.empty() : Optional.of(number(value, result));
  }

  static <N extends Number> N allReduce(RankGroup ranks, N value, ReduceOp op) {
    return number(value, arrays(ranks, value).allReduce(array(value, 1), op));
  }

  static <N extends Number> N scan(RankGroup ranks, N value, ReduceOp op) {
    return number(value, arrays(ranks, value).scan(array(value, 1), op));
  }

  private static MpiArrays<Object> arrays(RankGroup ranks, Number value) {
    ElementType type = TYPES.get(value.getClass());
    if (type == null) {
      throw Checks.refused(
          "reductions by a ReduceOp take numbers of primitive types, not "
              + value.getClass().getName()
              + "; give a function that combines two of them instead");
    }
    return new MpiArrays<>(ranks, array(value, 0), type);
  }

  private static Object array(Number value, int length) {
    Class<?> primitive = MethodType.methodType(value.getClass()).unwrap().returnType();
    Object array = Array.newInstance(primitive, length);
    if (length > 0) {
      Array.set(array, 0, value);
    }
    return array;
  }

  @SuppressWarnings("unchecked") // The array is of the value's type.
  private static <N extends Number> N number(N value, Object array) {
    return (N) value.getClass().cast(Array.get(array, 0));
  }
}
