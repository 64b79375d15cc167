package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Sends an array of more bytes than an {@code int} can count to a worker, and gets one back. */
final class HugeProgram {
  /** Of {@code long}: 3 GiB. */
  static final int LENGTH = 384 << 20;

  private HugeProgram() {}

  /** Argument: heap of the worker. */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder()
            .maxWorkers(1)
            .zeroCopy(true)
            .jvmArgs(List.of("-Xmx" + args[0]))
            .build()) {
      pool.bootup();
      System.out.println("argument: " + pool.submit(HugeProgram::countArguments, filled(7)).get());
      long[] result = pool.submit(HugeProgram::filled, 11).get();
      System.out.println("result: " + countRight(result, 11));
    }
  }

  private static long countArguments(long[] numbers) {
    return countRight(numbers, 7);
  }

  private static long[] filled(int factor) {
    LongUnaryOperator element = element(factor);
    long[] numbers = new long[LENGTH];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = element.applyAsLong(i);
    }
    return numbers;
  }

  private static long countRight(long[] numbers, int factor) {
    LongUnaryOperator element = element(factor);
    long right = 0;
    for (int i = 0; i < numbers.length; i++) {
      right += numbers[i] == element.applyAsLong(i) ? 1 : 0;
    }
    return right;
  }

  /** Differs in every byte that an offset could get wrong. */
  private static LongUnaryOperator element(int factor) {
    return index -> index * factor * 0x0101_0101L + 1;
  }
}
