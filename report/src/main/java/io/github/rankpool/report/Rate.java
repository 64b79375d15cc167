package io.github.rankpool.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast a count grew over the last ten seconds. Not thread-safe. */
final class Rate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long count) {}

  /** Looks at the count, more or less regularly. */
  void look(long nanos, long count) {
    while (looks.size() > 1 && nanos - looks.element().nanos() > WINDOW_NANOS) {
      looks.remove();
    }
    looks.add(new Look(nanos, count));
  }

  /** In a second; 0 if nothing is known yet. */
  double perSecond() {
    if (looks.size() < 2) {
      return 0;
    }
    Look first = looks.getFirst();
    Look last = looks.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : (last.count() - first.count()) * NANOS_PER_SECOND / nanos;
  }
}
