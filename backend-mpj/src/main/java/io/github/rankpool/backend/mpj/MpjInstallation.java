package io.github.rankpool.backend.mpj;

import java.nio.file.Path;
import java.util.List;

/**
 * MPJ Express as it was found.
 *
 * @param home its folder, with {@code lib}
 * @param jars what its classes are loaded from: its devices and, unless this module's own class
 *     loader has it, a log4j 1.2
 * @param version such as {@code 0.44}; {@code unknown} if it does not say
 */
record MpjInstallation(Path home, List<Path> jars, String version) {
  /** System property that names the folder. */
  static final String HOME_PROPERTY = "rankpool.mpj.home";

  /** Environment variable that names the folder; MPJ Express's own. */
  static final String HOME_VARIABLE = "MPJ_HOME";

  MpjInstallation {
    jars = List.copyOf(jars);
  }

  @Override
  public String toString() {
    return "MPJ Express " + version + ", " + home;
  }
}
