package io.github.rankpool.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock for code that takes {@link System#nanoTime} as a supplier; moved on by hand. */
public final class FakeClock implements LongSupplier {
  /** Close to the overflow, which code that compares times must survive. */
  private static final long START_NANOS = Long.MAX_VALUE - 1_000;

  private final AtomicLong nanos = new AtomicLong(START_NANOS);

  /** A clock that stands still. */
  public FakeClock() {}

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  /**
   * Moves the clock on.
   *
   * @param time to pass
   */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
