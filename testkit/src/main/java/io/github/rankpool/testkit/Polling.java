package io.github.rankpool.testkit;

import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats a call that does not block until it has an answer, or a time limit passes. */
final class Polling {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Short, and yet leaves the processor to the ranks that are waited for. */
  private static final long PAUSE_NANOS = 10_000;

  private Polling() {}

  static <T> T until(String what, Supplier<@Nullable T> attempt) {
    long start = System.nanoTime();
    T result = attempt.get();
    while (result == null) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError(what + " did not happen within 30 s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      result = attempt.get();
    }
    return result;
  }

  static Status complete(Request request) {
    return until("completion of a request", request::test);
  }
}
