package io.github.rankpool.examples.spring;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.metrics.RankpoolMetrics;
import io.micrometer.core.instrument.Tags;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A web application with a pool. Spring closes both beans, the meters first. */
@SpringBootApplication
public class IntegralApplication {
  /** Made by Spring. */
  public IntegralApplication() {}

  /**
   * Serves {@code /integral} until it is stopped.
   *
   * @param arguments for Spring Boot
   */
  public static void main(String[] arguments) {
    SpringApplication.run(IntegralApplication.class, arguments);
  }

  @Bean
  MpiPoolExecutor pool() {
    return MpiPoolExecutor.builder().build();
  }

  /** Spring Boot binds it to its registry, as it does with every {@code MeterBinder}. */
  @Bean
  RankpoolMetrics poolMetrics(MpiPoolExecutor pool) {
    return new RankpoolMetrics(pool, "integrals", Tags.empty());
  }
}
