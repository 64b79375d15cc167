package io.github.rankpool.internal.comm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that any thread may read and one at a time changes. Changing it costs what a plain field
 * does; what is read may be a little old.
 */
public final class Counter {
  private final AtomicLong value = new AtomicLong();

  /** Creates a counter that is zero. */
  public Counter() {}

  /**
   * Changes the number. Not for two threads at the same time.
   *
   * @param amount to be added
   */
  public void add(long amount) {
    value.setOpaque(value.getPlain() + amount);
  }

  /**
   * Sets the number. Not for two threads at the same time.
   *
   * @param amount it is then
   */
  public void set(long amount) {
    value.setOpaque(amount);
  }

  /**
   * Reads the number. Callable from any thread.
   *
   * @return what it was a moment ago at the latest
   */
  public long get() {
    return value.getOpaque();
  }
}
