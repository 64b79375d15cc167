package io.github.rankpool.backend.mpj.launch;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When something has to be done.
 *
 * @param nanos in the time of {@link System#nanoTime}
 */
record Deadline(long nanos) {

  static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  long nanosLeft() {
    return Math.max(0, nanos - System.nanoTime());
  }

  boolean isOver() {
    return nanosLeft() == 0;
  }

  Deadline earlier(Deadline other) {
    return nanos - other.nanos < 0 ? this : other;
  }

  /** Never zero, which would stand for "for ever". */
  int millisLeft() throws SocketTimeoutException {
    if (isOver()) {
      throw new SocketTimeoutException("the time for it is over");
    }
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanosLeft()) + 1);
  }
}
