package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.stream.IntStream;

/** Runs twenty tasks that take their time. */
public final class SlowProgram {
  private SlowProgram() {}

  public static void main(String[] args) {
    try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
      pool.map(SlowProgram::slow, IntStream.range(0, 20).boxed().toList()).forEach(n -> {});
    }
  }

  private static int slow(int n) throws InterruptedException {
    Thread.sleep(100);
    return n;
  }
}
