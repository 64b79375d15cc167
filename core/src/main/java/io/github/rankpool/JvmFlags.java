package io.github.rankpool;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The flags that this JVM was started with, as far as they are right for its workers as well. */
final class JvmFlags {
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

  /** Flags of this process, in their order. Takes some milliseconds the first time. */
  static List<String> ofThisProcess() {
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
