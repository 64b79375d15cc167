package io.github.rankpool.config;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The flags that this JVM was started with, as far as they are right for other processes too. */
public final class JvmFlags {
  private static final List<String> PASSED_ON =
      List.of(
          "-D",
          "-X",
          "-ea",
          "-enableassertions",
          "-da",
          "-disableassertions",
          "-esa",
          "-dsa",
          "--add-",
          "--enable-",
          "-server");

  /**
   * Those that name a port or a file of this process, which a second process cannot have as well.
   */
  private static final List<String> OWN =
      List.of(
          "-Xrunjdwp",
          "-Xdebug",
          "-Xlog:",
          "-Xloggc:",
          "-Xshare:dump",
          "-XX:ArchiveClassesAtExit",
          "-XX:FlightRecorderOptions",
          "-XX:StartFlightRecording",
          "-Dcom.sun.management.jmxremote");

  private JvmFlags() {}

  /**
   * What workers and trials are started with: {@code -D}, {@code -X}, {@code -ea}, {@code --add-…}
   * and the like, but none that names a port or a file of this process. Takes some milliseconds the
   * first time.
   *
   * @return flags, in the order in which they were given
   */
  public static List<String> ofThisProcess() {
    return select(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  static List<String> select(List<String> flags) {
    return flags.stream()
        .filter(flag -> beginsLikeOne(PASSED_ON, flag) && !beginsLikeOne(OWN, flag))
        .toList();
  }

  private static boolean beginsLikeOne(List<String> beginnings, String flag) {
    return beginnings.stream().anyMatch(flag::startsWith);
  }
}
