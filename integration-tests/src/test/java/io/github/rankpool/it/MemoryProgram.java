package io.github.rankpool.it;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Moves much more data than fits into the heap at once. */
final class MemoryProgram {
  static final int MAP_TASKS = 20_000;
  static final int RESULT_BYTES = 8 << 10;
  static final int SUBMITS = 100_000;
  static final int ARGUMENT_BYTES = 1 << 10;
  static final int LARGE_BYTES = 256 << 20;
  private static final int SUBMITS_UNDER_WAY = 1_000;

  private MemoryProgram() {}

  /** Arguments: what to do, zero copy or not, heap of the workers. */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder()
            .maxWorkers(args[0].endsWith("large") ? 1 : 2)
            .zeroCopy(Boolean.parseBoolean(args[1]))
            .jvmArgs(List.of("-Xmx" + args[2]))
            .build()) {
      long sum =
          switch (args[0]) {
            case "map" -> map(pool);
            case "submit" -> submit(pool);
            case "large" -> large(pool);
            case "too-large" -> tooLarge(pool);
            default -> throw new IllegalArgumentException(args[0]);
          };
      System.out.println(args[0] + ": " + sum);
    }
  }

  private static long map(MpiPoolExecutor pool) {
    try (Stream<byte[]> results =
        pool.map(
            MemoryProgram::filled,
            IntStream.range(0, MAP_TASKS).boxed(),
            MapOptions.defaults().bufferSize(256))) {
      return results.mapToLong(result -> result.length).sum();
    }
  }

  private static byte[] filled(int number) {
    byte[] result = new byte[RESULT_BYTES];
    result[0] = (byte) number;
    return result;
  }

  private static long submit(MpiPoolExecutor pool) throws Exception {
    byte[] argument = new byte[ARGUMENT_BYTES];
    Queue<Future<Integer>> underWay = new ArrayDeque<>();
    long sum = 0;
    for (int i = 0; i < SUBMITS; i++) {
      underWay.add(pool.submit(bytes -> bytes.length, argument));
      if (underWay.size() == SUBMITS_UNDER_WAY) {
        sum += underWay.remove().get();
      }
    }
    for (Future<Integer> last : underWay) {
      sum += last.get();
    }
    return sum;
  }

  private static long large(MpiPoolExecutor pool) throws Exception {
    byte[] result = pool.submit(bytes -> new byte[bytes], LARGE_BYTES).get();
    return result.length;
  }

  private static long tooLarge(MpiPoolExecutor pool) throws Exception {
    try {
      return large(pool);
    } catch (ExecutionException e) {
      System.out.println(e.getCause());
      System.out.println("afterwards: " + pool.submit(() -> 7).get());
      return 0;
    }
  }
}
