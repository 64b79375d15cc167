package io.github.rankpool.cli;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** What {@code rankpool bench} has a pool do, once for each sample. */
final class BenchLoad {
  static final int CHUNK = 100;

  private static final int SUBMITTED = 2_000;
  private static final int MAPPED = 20_000;
  private static final int LARGE_BYTES = 8 << 20;

  private final MpiPoolExecutor pool;

  BenchLoad(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  /** Nanoseconds that something takes. */
  static long nanos(Runnable action) {
    long begin = System.nanoTime();
    action.run();
    return System.nanoTime() - begin;
  }

  private static double perSecond(double amount, Runnable action) {
    return amount * TimeUnit.SECONDS.toNanos(1) / nanos(action);
  }

  /** Microseconds until the result of one task is there. */
  double latencyMicros() {
    return nanos(() -> pool.submit(() -> 0).join()) / 1e3;
  }

  /** Tasks a second, each submitted by itself, and all before the first is waited for. */
  double submittedPerSecond() {
    return perSecond(
        SUBMITTED,
        () -> {
          List<CompletableFuture<Integer>> futures = new ArrayList<>(SUBMITTED);
          for (int task = 0; task < SUBMITTED; task++) {
            futures.add(pool.submit(() -> 0));
          }
          futures.forEach(CompletableFuture::join);
        });
  }

  /** Elements a second. */
  double mappedPerSecond() {
    List<Integer> elements = IntStream.range(0, MAPPED).boxed().toList();
    MapOptions chunks = MapOptions.defaults().chunkSize(CHUNK);
    return perSecond(MAPPED, () -> pool.map(n -> n, elements, chunks).forEach(n -> {}));
  }

  /** Megabytes a second of an array that a task returns as it came; both ways count. */
  DoubleSupplier bandwidth() {
    byte[] large = new byte[LARGE_BYTES];
    return () -> perSecond(2 * LARGE_BYTES / 1e6, () -> echo(large));
  }

  private void echo(byte[] large) {
    int length = pool.submit(() -> large).join().length;
    if (length != large.length) {
      throw new IllegalStateException("an array of " + length + " bytes came back");
    }
  }
}
