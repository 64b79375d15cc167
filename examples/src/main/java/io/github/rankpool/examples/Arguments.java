package io.github.rankpool.examples;

import io.github.rankpool.MpiCommExecutor;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.ProgramArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The command line of the examples, {@code --name value} pairs, {@code --spmd} and {@code --help};
 * and the pool that it asks for.
 */
final class Arguments {
  /** What all examples take. Each option has a line, which begins with its name. */
  static final String POOL_USAGE =
      """
        --workers N    number of workers; default as many as fit
        --spmd         every rank of mpiexec or mpjrun runs this program: rank 0 gets the pool, the others
                       are its workers
      """;

  private static final String OUTPUT = "--output";
  private static final String SPMD = "--spmd";
  private static final String WORKERS = "--workers";
  private static final int REFUSED = 2;

  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /**
   * Reads a command line; prints the usage and ends the JVM where it is not understood or asks for
   * help.
   *
   * @param args the command line
   * @param usage one line for each option, which begins with its name
   * @return the options given
   */
  static Arguments parse(String[] args, String usage) {
    Arguments arguments = new Arguments();
    Iterator<String> words = List.of(ProgramArguments.of(args)).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (option.equals("--help") || option.equals("-h")) {
        System.out.print(usage);
        System.exit(0);
      }
      if (!option.startsWith("--") || !usage.contains("  " + option + " ")) {
        refuse("unknown option " + option, usage);
      }
      boolean takesValue = !option.equals(SPMD);
      if (takesValue && !words.hasNext()) {
        refuse("no value given for " + option, usage);
      }
      arguments.values.put(option, takesValue ? words.next() : "");
    }
    arguments.check(usage);
    return arguments;
  }

  private void check(String usage) {
    values.forEach(
        (option, value) -> {
          boolean isNumber = !option.equals(OUTPUT) && !option.equals(SPMD);
          if (isNumber && !value.matches("[1-9][0-9]{0,8}")) {
            refuse(option + " takes a whole number, at least 1, not '" + value + "'", usage);
          }
        });
    if (values.containsKey(OUTPUT) && !Files.isDirectory(folderOf(values.get(OUTPUT)))) {
      refuse("there is no folder for " + OUTPUT + " " + values.get(OUTPUT) + "; make it", usage);
    }
    if (values.containsKey(SPMD) && values.containsKey(WORKERS)) {
      refuse("--workers has no meaning with --spmd: the other ranks are the workers", usage);
    }
  }

  private static Path folderOf(String file) {
    return Objects.requireNonNull(Path.of(file).toAbsolutePath().getParent());
  }

  private static void refuse(String problem, String usage) {
    System.err.println("RP-651: " + problem);
    System.err.print(usage);
    System.exit(REFUSED);
  }

  int number(String option, int fallback) {
    return Optional.ofNullable(values.get(option)).map(Integer::parseInt).orElse(fallback);
  }

  Path path(String option, String fallback) {
    return Path.of(values.getOrDefault(option, fallback));
  }

  /**
   * Computes something on a pool: with {@code --spmd} on one of the ranks that run this program, or
   * else on one with workers of its own, or those of {@code rankpool run}. Prints what ran where,
   * and for how long; then closes the pool.
   *
   * @return the result; empty on ranks that were workers
   */
  <R> Optional<R> withPool(Function<MpiPoolExecutor, R> computation) {
    if (values.containsKey(SPMD)) {
      return MpiCommExecutor.open(MpiCommunicator.world(), 0).map(pool -> timed(pool, computation));
    }
    MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
    if (values.containsKey(WORKERS)) {
      builder.maxWorkers(number(WORKERS, 1));
    }
    return Optional.of(timed(builder.build(), computation));
  }

  private static <R> R timed(MpiPoolExecutor pool, Function<MpiPoolExecutor, R> computation) {
    try (pool) {
      Timing timing = Timing.start(pool);
      R result = computation.apply(pool);
      timing.print();
      return result;
    }
  }
}
