package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.internal.comm.Link;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lets large payloads come to all kinds of ends, and prints how many buffers were left after. */
final class BufferLeakProgram {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final double[] LARGE = new double[1 << 20];

  private BufferLeakProgram() {}

  /** Arguments: what to do, of the names below. */
  public static void main(String[] args) {
    for (String end : args) {
      try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(2).zeroCopy(true).build()) {
        scenario(end).accept(pool);
      }
      System.out.println(end + ": " + buffersLeft());
    }
  }

  private static Consumer<MpiPoolExecutor> scenario(String end) {
    return switch (end) {
      case "ordinary" -> BufferLeakProgram::ordinary;
      case "failed" -> BufferLeakProgram::failed;
      case "cancelled" -> BufferLeakProgram::cancelled;
      case "shut-down" -> BufferLeakProgram::shutDown;
      case "lost" -> BufferLeakProgram::lost;
      default -> throw new IllegalArgumentException(end);
    };
  }

  private static List<CompletableFuture<double[]>> echoes(MpiPoolExecutor pool, int count) {
    return Stream.generate(() -> pool.submit(array -> array, LARGE)).limit(count).toList();
  }

  private static void ordinary(MpiPoolExecutor pool) {
    List<CompletableFuture<double[]>> echoes = echoes(pool, 8);
    IntStream.range(0, 1000).mapToObj(i -> pool.submit(() -> i)).toList().forEach(f -> f.join());
    echoes.forEach(CompletableFuture::join);
    // The worker of this task, all else being done.
    if (pool.submit(BufferLeakProgram::buffersLeft).join() != 0) {
      throw new AssertionError("a worker has lost a buffer");
    }
  }

  private static void failed(MpiPoolExecutor pool) {
    for (int i = 0; i < 4; i++) {
      pool.submit(BufferLeakProgram::fail, LARGE).exceptionally(e -> null).join();
      pool.submit(array -> (Runnable) () -> {}, LARGE).exceptionally(e -> null).join();
    }
  }

  private static int fail(double[] array) {
    throw new IllegalStateException("on purpose, with " + array.length);
  }

  private static void cancelled(MpiPoolExecutor pool) {
    pool.bootup();
    echoes(pool, 16).forEach(echo -> echo.cancel(true));
  }

  private static void shutDown(MpiPoolExecutor pool) {
    pool.bootup();
    echoes(pool, 16);
    pool.shutdownNow();
  }

  /** One worker dies while both are being sent to. */
  private static void lost(MpiPoolExecutor pool) {
    pool.bootup();
    pool.submit(
        () -> {
          Runtime.getRuntime().halt(3);
          return 0;
        });
    echoes(pool, 16).forEach(echo -> echo.exceptionally(e -> LARGE).join());
  }

  /** What is on its way goes on for a moment. */
  private static long buffersLeft() {
    long end = System.nanoTime() + GRACE_NANOS;
    while (Link.buffersInUse() != 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Link.buffersInUse();
  }
}
