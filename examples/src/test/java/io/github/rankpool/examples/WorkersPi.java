package io.github.rankpool.examples;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.Workers;
import io.github.rankpool.spi.ReduceOp;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

final class WorkersPi {
  public static void main(String[] args) {
    int intervals = args.length > 0 ? Integer.parseInt(args[0]) : 256;
    try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
      int workers = pool.workerCount();
      List<CompletableFuture<Double>> parts =
          Stream.generate(() -> pool.submit(WorkersPi::integrate, intervals))
              .limit(workers)
              .toList();
      double pi = MpiFutures.collect(parts).join().get(0);
      System.out.printf("%.16f (%d intervals, %d workers)%n", pi, intervals, workers);
    }
  }

  static double integrate(int intervals) {
    MpiCommunicator all = Workers.communicator();
    all.barrier();
    double width = 1.0 / intervals;
    double sum = 0;
    for (int i = all.rank() + 1; i <= intervals; i += all.size()) {
      double x = width * (i - 0.5);
      sum += 4 / (1 + x * x);
    }
    return all.allReduce(sum * width, ReduceOp.SUM);
  }
}
