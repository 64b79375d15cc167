package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The command line of the examples: {@code --name value} pairs and {@code --help}. */
final class Arguments {
  private static final int USAGE = 2;

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
    for (int i = 0; i < args.length; i += 2) {
      if (args[i].equals("--help") || args[i].equals("-h")) {
        System.out.print(usage);
        System.exit(0);
      }
      if (!args[i].startsWith("--") || !usage.contains("  " + args[i] + " ")) {
        refuse("unknown option " + args[i], usage);
      }
      if (i + 1 == args.length) {
        refuse("no value given for " + args[i], usage);
      }
      arguments.values.put(args[i], args[i + 1]);
    }
    arguments.checkNumbers(usage);
    return arguments;
  }

  private void checkNumbers(String usage) {
    values.forEach(
        (option, value) -> {
          if (!option.equals("--output") && !value.matches("[1-9][0-9]{0,8}")) {
            refuse(option + " takes a whole number, at least 1, not '" + value + "'", usage);
          }
        });
  }

  private static void refuse(String problem, String usage) {
    System.err.println(problem);
    System.err.print(usage);
    System.exit(USAGE);
  }

  int number(String option, int fallback) {
    return Optional.ofNullable(values.get(option)).map(Integer::parseInt).orElse(fallback);
  }

  Path path(String option, String fallback) {
    return Path.of(values.getOrDefault(option, fallback));
  }

  /** A pool with as many workers as {@code --workers} says, or as fit. */
  MpiPoolExecutor newPool() {
    MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
    if (values.containsKey("--workers")) {
      builder.maxWorkers(number("--workers", 1));
    }
    return builder.build();
  }
}
