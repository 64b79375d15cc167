package io.github.rankpool.internal.wire;

import java.util.List;

/** Where a codec leaves primitive arrays of 16 KiB and more. */
enum LargeArrays {
  /** In the stream, so that the payload is nothing but bytes. */
  INSIDE,

  /** Beside the stream, as they were when the object was encoded. */
  COPIED,

  /** Beside the stream, and the caller's own: they must not be changed while they travel. */
  SHARED;

  /**
   * Shorter arrays go into the stream, in bytes: as a message of their own they would cost more.
   */
  static final int MIN_BYTES = 16 * 1024;

  /**
   * Puts an array beside the stream, if it is to travel there.
   *
   * @param object any object
   * @param beside the arrays there are beside the stream; this one is added as it is
   * @return whether it was put there
   */
  boolean take(Object object, List<Object> beside) {
    if (this == INSIDE
        || beside.size() >= PayloadShape.MAX_ARRAYS
        || !PrimitiveArrays.isPrimitiveArray(object)
        || PrimitiveArrays.byteLength(object) < MIN_BYTES) {
      return false;
    }
    beside.add(object);
    return true;
  }

  /** Takes the copies that are to be taken, once nothing more comes beside the stream. */
  void settle(List<Object> beside) {
    if (this == COPIED && !beside.isEmpty()) {
      beside.replaceAll(LargeArrays::copy);
    }
  }

  // A clone, unlike a new array to copy into, is not filled with zeros first.
  private static Object copy(Object array) {
    if (array instanceof byte[] a) {
      return a.clone();
    } else if (array instanceof boolean[] a) {
      return a.clone();
    } else if (array instanceof char[] a) {
      return a.clone();
    } else if (array instanceof short[] a) {
      return a.clone();
    } else if (array instanceof int[] a) {
      return a.clone();
    } else if (array instanceof long[] a) {
      return a.clone();
    } else if (array instanceof float[] a) {
      return a.clone();
    }
    return ((double[]) array).clone();
  }
}
