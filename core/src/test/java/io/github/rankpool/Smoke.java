package io.github.rankpool;

import java.util.*;
import java.util.concurrent.*;

final class Smoke {
  public static void main(String[] a) throws Exception {
    int workers = Integer.parseInt(a[0]);
    int n = Integer.parseInt(a[1]);
    long t0 = System.nanoTime();
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().maxWorkers(workers).zeroCopy(a.length > 2).build()) {
      System.out.println(
          "count " + pool.workerCount() + " after ms " + (System.nanoTime() - t0) / 1000000);
      System.out.println(pool.submit(() -> 21 * 2).get());
      try {
        pool.submit(
                () -> {
                  throw new java.io.IOException("boo");
                })
            .get();
      } catch (ExecutionException e) {
        e.printStackTrace(System.out);
      }
      Object o = new Object();
      try {
        pool.submit(() -> o.hashCode()).get();
      } catch (ExecutionException e) {
        System.out.println(e);
      }
      try {
        pool.submit(() -> new Object[] {1, new Object()}).get();
      } catch (ExecutionException e) {
        System.out.println(e);
      }
      for (int r = 0; r < 5; r++) {
        t0 = System.nanoTime();
        List<CompletableFuture<Integer>> fs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          int k = i;
          fs.add(pool.submit(() -> k));
        }
        long t1 = System.nanoTime();
        long sum = 0;
        for (var f : fs) sum += f.get();
        System.out.println(
            "tasks/s "
                + n * 1e9 / (System.nanoTime() - t0)
                + " submit ms "
                + (t1 - t0) / 1e6
                + " sum "
                + (sum == (long) n * (n - 1) / 2));
      }
      long[] lat = new long[2000];
      for (int i = 0; i < lat.length; i++) {
        t0 = System.nanoTime();
        pool.submit(x -> x, i).get();
        lat[i] = System.nanoTime() - t0;
      }
      Arrays.sort(lat);
      System.out.println("latency us p50 " + lat[1000] / 1e3 + " p99 " + lat[1980] / 1e3);
      t0 = System.nanoTime();
      byte[] big =
          pool.submit(
                  () -> {
                    byte[] b = new byte[256 << 20];
                    b[12345] = 7;
                    return b;
                  })
              .get();
      System.out.println(
          "256MiB " + big.length + " " + big[12345] + " ms " + (System.nanoTime() - t0) / 1e6);
      t0 = System.nanoTime();
      System.out.println(pool.map(x -> x * 2, List.of(1, 2, 3, 4, 5)).toList());
      t0 = System.nanoTime();
    }
    System.out.println("close ms " + (System.nanoTime() - t0) / 1e6);
    Thread.getAllStackTraces()
        .keySet()
        .forEach(
            t -> {
              if (t.getName().contains("rankpool")) System.out.println("LEFT " + t);
            });
  }
}
