package io.github.rankpool.internal.comm;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Things with ids, in the order in which they were added. Finds by id what is near the head or the
 * tail at once, which is where tasks are looked for: they mostly end in the order in which they
 * began, and are taken back from the end.
 *
 * <p>Not thread-safe.
 *
 * @param <T> type of the things
 */
public final class IdQueue<T> {
  private final ArrayDeque<T> things = new ArrayDeque<>();
  private final ToLongFunction<T> id;

  /**
   * Creates an empty queue.
   *
   * @param id tells a thing's id, which no other thing in the queue has
   */
  public IdQueue(ToLongFunction<T> id) {
    this.id = id;
  }

  /**
   * Adds a thing at the end.
   *
   * @param thing to be added
   */
  public void add(T thing) {
    things.addLast(thing);
  }

  /**
   * Finds a thing.
   *
   * @param wanted its id
   * @return null if it is not there
   */
  public @Nullable T get(long wanted) {
    for (T thing : things) {
      if (id.applyAsLong(thing) == wanted) {
        return thing;
      }
    }
    return null;
  }

  /**
   * Takes a thing out.
   *
   * @param wanted its id
   * @return null if it was not there
   */
  public @Nullable T remove(long wanted) {
    T last = things.peekLast();
    if (last != null && id.applyAsLong(last) == wanted) {
      return things.removeLast();
    }
    for (Iterator<T> all = things.iterator(); all.hasNext(); ) {
      T thing = all.next();
      if (id.applyAsLong(thing) == wanted) {
        all.remove();
        return thing;
      }
    }
    return null;
  }

  /**
   * The number of things.
   *
   * @return zero or more
   */
  public int size() {
    return things.size();
  }

  /**
   * Tells whether nothing is there.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return things.isEmpty();
  }

  /**
   * All things, oldest first.
   *
   * @return a copy
   */
  public List<T> toList() {
    return List.copyOf(things);
  }

  /** Takes everything out. */
  public void clear() {
    things.clear();
  }
}
