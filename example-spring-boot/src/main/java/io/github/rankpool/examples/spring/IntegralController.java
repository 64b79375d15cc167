package io.github.rankpool.examples.spring;

import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Integrates the sine, in parts, on the workers. No thread of the server waits for them. */
@RestController
class IntegralController {
  static final int PARTS = 16;

  private final MpiPoolExecutor pool;

  IntegralController(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  @GetMapping("/integral")
  CompletableFuture<Double> integral(double from, double to) {
    double width = (to - from) / PARTS;
    List<CompletableFuture<Double>> parts =
        IntStream.range(0, PARTS)
            .mapToObj(part -> pool.submit(Integral::ofSine, from + part * width, width))
            .toList();
    return MpiFutures.collect(parts)
        .thenApply(areas -> areas.stream().mapToDouble(area -> area).sum());
  }
}
