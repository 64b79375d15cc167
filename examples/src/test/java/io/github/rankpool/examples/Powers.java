package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.Tuple2;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

final class Powers {
  public static void main(String[] args) {
    List<Integer> exponents = IntStream.range(0, 32).boxed().toList();
    List<Integer> twos = Collections.nCopies(32, 2);
    List<Tuple2<Integer, Integer>> pairs = exponents.stream().map(n -> Tuple2.of(2, n)).toList();
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(3).build()) {
      System.out.println(pool.submit(Powers::power, 321, 1234).join());
      pool.map(Powers::power, twos, exponents).forEach(System.out::println);
      pool.starmap(Powers::power, pairs).forEach(System.out::println);
    }
  }

  static BigInteger power(int base, int exponent) {
    return BigInteger.valueOf(base).pow(exponent);
  }
}
