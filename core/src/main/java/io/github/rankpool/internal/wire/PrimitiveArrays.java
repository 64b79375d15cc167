package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Primitive arrays as the bytes they hold, in native byte order: their type codes on the wire, and
 * bulk copies between them and direct buffers.
 */
public final class PrimitiveArrays {
  private static final byte BYTE = 0;
  private static final byte BOOLEAN = 1;
  private static final byte CHAR = 2;
  private static final byte SHORT = 3;
  private static final byte INT = 4;
  private static final byte LONG = 5;
  private static final byte FLOAT = 6;
  private static final byte DOUBLE = 7;
  private static final int[] ELEMENT_BYTES = {1, 1, 2, 2, 4, 8, 4, 8};

  private static final int RUN_BYTES = 4 * 1024;

  private PrimitiveArrays() {}

  static boolean isPrimitiveArray(Object object) {
    Class<?> type = object.getClass().getComponentType();
    return type != null && type.isPrimitive();
  }

  /**
   * What a type is called on the wire.
   *
   * @param array a primitive array
   * @return the code of its type
   */
  public static byte typeCode(Object array) {
    if (array instanceof byte[]) {
      return BYTE;
    } else if (array instanceof boolean[]) {
      return BOOLEAN;
    } else if (array instanceof char[]) {
      return CHAR;
    } else if (array instanceof short[]) {
      return SHORT;
    } else if (array instanceof int[]) {
      return INT;
    } else if (array instanceof long[]) {
      return LONG;
    } else if (array instanceof float[]) {
      return FLOAT;
    } else if (array instanceof double[]) {
      return DOUBLE;
    }
    throw new IllegalArgumentException("not a primitive array: " + array.getClass());
  }

  static boolean isTypeCode(byte code) {
    return code >= 0 && code < ELEMENT_BYTES.length;
  }

  /**
   * The size of an element.
   *
   * @param typeCode of its array
   * @return bytes
   */
  public static int elementBytes(byte typeCode) {
    return ELEMENT_BYTES[typeCode];
  }

  /**
   * The size of an array's content.
   *
   * @param array a primitive array
   * @return bytes
   */
  public static long byteLength(Object array) {
    return (long) java.lang.reflect.Array.getLength(array) * elementBytes(typeCode(array));
  }

  /**
   * Makes an array.
   *
   * @param typeCode of its type
   * @param length number of elements
   * @return a primitive array
   */
  public static Object allocate(byte typeCode, int length) {
    return switch (typeCode) {
      case BYTE -> new byte[length];
      case BOOLEAN -> new boolean[length];
      case CHAR -> new char[length];
      case SHORT -> new short[length];
      case INT -> new int[length];
      case LONG -> new long[length];
      case FLOAT -> new float[length];
      case DOUBLE -> new double[length];
      default -> throw new IllegalArgumentException("not a type code: " + typeCode);
    };
  }

  /**
   * Copies bytes out of an array.
   *
   * @param array where from
   * @param offset bytes from the array's start, a whole number of elements
   * @param target where to; its position moves on
   * @param bytes how many, a whole number of elements
   */
  public static void copyOut(Object array, long offset, ByteBuffer target, int bytes) {
    ByteBuffer window = window(target, bytes);
    if (array instanceof byte[] a) {
      window.put(a, (int) offset, bytes);
    } else if (array instanceof boolean[] a) {
      copyOut(a, (int) offset, window);
    } else if (array instanceof char[] a) {
      window.asCharBuffer().put(a, (int) (offset >> 1), bytes >> 1);
    } else if (array instanceof short[] a) {
      window.asShortBuffer().put(a, (int) (offset >> 1), bytes >> 1);
    } else if (array instanceof int[] a) {
      window.asIntBuffer().put(a, (int) (offset >> 2), bytes >> 2);
    } else if (array instanceof long[] a) {
      window.asLongBuffer().put(a, (int) (offset >> 3), bytes >> 3);
    } else if (array instanceof float[] a) {
      window.asFloatBuffer().put(a, (int) (offset >> 2), bytes >> 2);
    } else if (array instanceof double[] a) {
      window.asDoubleBuffer().put(a, (int) (offset >> 3), bytes >> 3);
    }
    target.position(target.position() + bytes);
  }

  /**
   * Copies bytes into an array.
   *
   * @param source where from; its position moves on
   * @param bytes how many, a whole number of elements
   * @param array where to
   * @param offset bytes from the array's start, a whole number of elements
   */
  public static void copyIn(ByteBuffer source, int bytes, Object array, long offset) {
    ByteBuffer window = window(source, bytes);
    if (array instanceof byte[] a) {
      window.get(a, (int) offset, bytes);
    } else if (array instanceof boolean[] a) {
      copyIn(window, a, (int) offset);
    } else if (array instanceof char[] a) {
      window.asCharBuffer().get(a, (int) (offset >> 1), bytes >> 1);
    } else if (array instanceof short[] a) {
      window.asShortBuffer().get(a, (int) (offset >> 1), bytes >> 1);
    } else if (array instanceof int[] a) {
      window.asIntBuffer().get(a, (int) (offset >> 2), bytes >> 2);
    } else if (array instanceof long[] a) {
      window.asLongBuffer().get(a, (int) (offset >> 3), bytes >> 3);
    } else if (array instanceof float[] a) {
      window.asFloatBuffer().get(a, (int) (offset >> 2), bytes >> 2);
    } else if (array instanceof double[] a) {
      window.asDoubleBuffer().get(a, (int) (offset >> 3), bytes >> 3);
    }
    source.position(source.position() + bytes);
  }

  /**
   * No buffer shows an array as booleans: they go by way of bytes, in runs that stay in a cache.
   */
  private static void copyOut(boolean[] array, int offset, ByteBuffer target) {
    byte[] run = new byte[Math.min(target.remaining(), RUN_BYTES)];
    for (int at = offset; target.hasRemaining(); at += run.length) {
      int length = Math.min(run.length, target.remaining());
      for (int i = 0; i < length; i++) {
        run[i] = (byte) (array[at + i] ? 1 : 0);
      }
      target.put(run, 0, length);
    }
  }

  private static void copyIn(ByteBuffer source, boolean[] array, int offset) {
    byte[] run = new byte[Math.min(source.remaining(), RUN_BYTES)];
    for (int at = offset; source.hasRemaining(); at += run.length) {
      int length = Math.min(run.length, source.remaining());
      source.get(run, 0, length);
      for (int i = 0; i < length; i++) {
        array[at + i] = (run[i] & 1) != 0; // sent as 0 or 1; compiled to no branch
      }
    }
  }

  private static ByteBuffer window(ByteBuffer buffer, int bytes) {
    return buffer.slice(buffer.position(), bytes).order(ByteOrder.nativeOrder());
  }
}
