package io.github.rankpool.internal.comm;

/** How often and for how long a communication thread has slept between two polls. */
public final class Sleeps {
  private final Counter count = new Counter();
  private final Counter nanos = new Counter();

  /** Creates the sleeps of a thread that has not slept yet. */
  Sleeps() {}

  void add(long sleptNanos) {
    count.add(1);
    nanos.add(sleptNanos);
  }

  /**
   * How often. Callable from any thread, as {@link #nanos} is.
   *
   * @return sleeps
   */
  public long count() {
    return count.get();
  }

  /**
   * For how long in all.
   *
   * @return nanoseconds
   */
  public long nanos() {
    return nanos.get();
  }
}
