package io.github.rankpool.examples;

import io.github.rankpool.MpiCommExecutor;
import io.github.rankpool.MpiCommunicator;
import java.util.List;

final class AbsoluteValues {
  public static void main(String[] args) {
    MpiCommExecutor.open(MpiCommunicator.world(), 0)
        .ifPresent(
            pool -> {
              try (pool) {
                System.out.println(pool.submit(n -> Math.abs(n), -42).join());
                pool.map(n -> Math.abs(n), List.of(-42, 42)).forEach(System.out::println);
              }
            });
  }
}
