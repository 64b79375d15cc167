package io.github.rankpool.internal.wire;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Numbers the objects of a value that have an identity, so that references can be kept. */
final class Handles {
  static final int NONE = -1;

  private static final @Nullable Object[] NOTHING = {};

  /** Beyond so many, looking at each of them takes longer than a table. */
  private static final int FEW = 16;

  private @Nullable Object[] objects = NOTHING;
  private int count;
  private @Nullable IdentityHashMap<Object, Integer> table;

  /** Those that have been begun and not finished. */
  private @Nullable BitSet open;

  /**
   * Numbers an object, if it is new.
   *
   * @return the number it has got before; {@link #NONE} if it is new
   */
  int add(Object object) {
    int known = find(object);
    if (known == NONE) {
      if (count == objects.length) {
        objects = Arrays.copyOf(objects, count == 0 ? 4 : count * 2);
      }
      objects[count] = object;
      if (table != null) {
        table.put(object, count);
      }
      count++;
    }
    return known;
  }

  private int find(Object object) {
    if (count > FEW) {
      return inTable(object);
    }
    for (int i = 0; i < count; i++) {
      if (objects[i] == object) {
        return i;
      }
    }
    return NONE;
  }

  private int inTable(Object object) {
    if (table == null) {
      table = new IdentityHashMap<>();
      for (int i = 0; i < count; i++) {
        table.put(objects[i], i);
      }
    }
    Integer number = table.get(object);
    return number == null ? NONE : number;
  }

  /** The newest object has been begun. */
  int open() {
    if (open == null) {
      open = new BitSet();
    }
    open.set(count - 1);
    return count - 1;
  }

  void close(int handle) {
    if (open != null && handle != NONE) {
      open.clear(handle);
    }
  }

  boolean isOpen(Object object) {
    int handle = open == null || open.isEmpty() ? NONE : find(object);
    return handle != NONE && open != null && open.get(handle);
  }
}
