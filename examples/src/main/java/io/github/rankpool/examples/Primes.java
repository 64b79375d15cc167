package io.github.rankpool.examples;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts the primes below a limit, a block of numbers a task.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Primes --limit 1000000
 * </pre>
 */
public final class Primes {
  private static final String USAGE =
      """
      Counts primes on a pool of workers.
        --limit N      counts the primes below this number; default 5000000
      """
          + Arguments.POOL_USAGE;

  private static final int DEFAULT_LIMIT = 5_000_000;
  private static final int BLOCK = 10_000;

  private Primes() {}

  /**
   * Counts primes.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, USAGE);
    int limit = arguments.number("--limit", DEFAULT_LIMIT);
    arguments
        .withPool(pool -> count(pool, limit))
        .ifPresent(count -> System.out.println(count + " primes below " + limit));
  }

  private static int count(MpiPoolExecutor pool, int limit) {
    List<Integer> blocks = IntStream.rangeClosed(0, (limit - 1) / BLOCK).boxed().toList();
    MapOptions anyOrder = MapOptions.defaults().chunkSize(4).unordered();
    try (Stream<Integer> counts = pool.map(block -> countInBlock(block, limit), blocks, anyOrder)) {
      return counts.mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Counts the primes of one block.
   *
   * @param block number of the block, from 0
   * @param limit primes from here on do not count
   * @return how many there are
   */
  static int countInBlock(int block, int limit) {
    int from = block * BLOCK;
    int to = (int) Math.min((long) from + BLOCK, limit);
    return (int) IntStream.range(from, to).filter(Primes::isPrime).count();
  }

  private static boolean isPrime(int number) {
    if (number < 4) {
      return number > 1;
    }
    if (number % 2 == 0) {
      return false;
    }
    for (int divisor = 3; (long) divisor * divisor <= number; divisor += 2) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
