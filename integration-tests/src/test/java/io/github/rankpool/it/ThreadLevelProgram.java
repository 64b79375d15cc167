package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.ThreadLevel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Uses two pools, one after the other, at some level of thread support. */
final class ThreadLevelProgram {
  private ThreadLevelProgram() {}

  /** Arguments: a folder, and the level for the program to ask for, if it is to ask for one. */
  public static void main(String[] args) throws Exception {
    Path services = Files.createDirectories(Path.of(args[0], "META-INF", "services"));
    Files.writeString(
        services.resolve(MpiProvider.class.getName()), LevelledProvider.class.getName());
    URL[] places = {Path.of(args[0]).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places)) {
      Thread.currentThread().setContextClassLoader(loader);
      for (int i = 0; i < 2; i++) {
        MpiPoolExecutorBuilder builder =
            MpiPoolExecutor.builder().backend(LevelledProvider.NAME).maxWorkers(2);
        if (args.length > 1) {
          builder.threadLevel(ThreadLevel.valueOf(args[1]));
        }
        use(builder);
      }
    }
  }

  private static void use(MpiPoolExecutorBuilder builder) {
    try (MpiPoolExecutor pool = builder.build()) {
      int sum =
          pool.map(Samples::square, IntStream.range(0, 1000).boxed().toList())
              .mapToInt(Integer::intValue)
              .sum();
      System.out.println("level " + pool.threadLevel() + " sum " + sum);
    }
  }
}
