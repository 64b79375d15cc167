package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A program that uses the workers of a service, as one that has its own would. */
public final class ServiceProgram {
  private static final int LARGE = 3 << 20;
  private static final int ECHO_BYTES = 32 << 20;

  private ServiceProgram() {}

  /**
   * Run with what to do: work; or hold, with a folder, to be in the middle of a task until told; or
   * echo, with how often to send much there and back.
   */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
      System.out.println(pool.workerCount() + " workers of " + pool.backend());
      List<Long> pids = pool.submitParallel(2, ranks -> ProcessHandle.current().pid()).join();
      pids.forEach(pid -> System.out.println("worker's process " + pid));
      if (args[0].equals("hold")) {
        hold(pool, new Gate(Path.of(args[1])));
      } else if (args[0].equals("echo")) {
        echo(pool, Integer.parseInt(args[1]));
      } else {
        work(pool);
      }
    }
    System.out.println("closed");
  }

  private static void work(MpiPoolExecutor pool) {
    System.out.println("squares " + pool.map(n -> n * n, List.of(1, 2, 3, 4)).toList());
    double[] numbers = new double[LARGE];
    numbers[LARGE - 1] = 1.5;
    double[] doubled = pool.submit(ServiceProgram::doubled, numbers).join();
    System.out.println("last " + doubled[LARGE - 1]);
    CompletableFuture<Integer> failing = pool.submit(n -> 1 / n, 0);
    System.out.println("failed with " + failing.handle((value, failure) -> failure).join());
  }

  private static double[] doubled(double[] numbers) {
    double[] doubled = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubled[i] = 2 * numbers[i];
    }
    return doubled;
  }

  private static void echo(MpiPoolExecutor pool, int times) {
    byte[] much = new byte[ECHO_BYTES];
    new Random(1).nextBytes(much);
    for (int i = 1; i <= times; i++) {
      CompletableFuture<byte[]> one = pool.submit(ServiceProgram::same, much);
      CompletableFuture<byte[]> other = pool.submit(ServiceProgram::same, much);
      boolean same = Arrays.equals(much, one.join()) && Arrays.equals(much, other.join());
      System.out.println("echo " + i + " " + same);
    }
  }

  private static byte[] same(byte[] bytes) {
    return bytes;
  }

  private static void hold(MpiPoolExecutor pool, Gate gate) throws Exception {
    CompletableFuture<Boolean> task =
        pool.submit(
            () -> {
              gate.pass();
              return true;
            });
    gate.awaitBegun(1);
    System.out.println("holding");
    try {
      System.out.println("passed " + task.join());
    } catch (CompletionException e) {
      System.out.println("failed with " + e.getCause());
    }
  }
}
