package io.github.rankpool.backend.mpj;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for MPJ Express, reading files only.
 *
 * <p>An explicit setting is taken or refused, never passed over.
 */
final class MpjInstallationFinder {
  private static final String GET_MPJ =
      "Install MPJ Express 0.44 (Debian, Ubuntu: libmpj-java), or name the folder of your own with"
          + " -D"
          + MpjInstallation.HOME_PROPERTY
          + "=FOLDER or "
          + MpjInstallation.HOME_VARIABLE;
  private static final String GET_LOG4J =
      "Put ch.qos.reload4j:reload4j, a dependency of rankpool-backend-mpj, on the class path";
  private static final String VERSION_KEY = "mpjexpress.version=";

  private final Surroundings surroundings;

  MpjInstallationFinder(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  MpjInstallation find() throws NotUsableException {
    Path home = findHome();
    List<Path> jars = new ArrayList<>();
    jars.add(mpjJar(home));
    jars.add(smpdevJar(home));
    if (!surroundings.resource().test(FileChecks.LOGGER)) {
      jars.add(findLog4j(home));
    }
    return new MpjInstallation(home, jars, version(home));
  }

  private Path findHome() throws NotUsableException {
    String setting = surroundings.property(MpjInstallation.HOME_PROPERTY);
    if (setting != null) {
      return explicit("-D" + MpjInstallation.HOME_PROPERTY, setting);
    }
    setting = surroundings.variable(MpjInstallation.HOME_VARIABLE);
    if (setting != null) {
      return explicit(MpjInstallation.HOME_VARIABLE, setting);
    }
    List<String> refused = new ArrayList<>();
    for (Path candidate : surroundings.systemHomes()) {
      String problem = whyNotHome(candidate);
      if (problem == null) {
        return candidate;
      }
      refused.add(problem);
    }
    throw new NotUsableException("no MPJ Express found: " + String.join(", ", refused), GET_MPJ);
  }

  private static Path explicit(String setting, String value) throws NotUsableException {
    String problem;
    try {
      Path home = Path.of(value).toAbsolutePath();
      problem = whyNotHome(home);
      if (problem == null) {
        return home;
      }
    } catch (InvalidPathException e) {
      problem = e.getReason();
    }
    throw new NotUsableException(
        setting + " is set to '" + value + "', which cannot be used: " + problem,
        "Name the folder of MPJ Express 0.44, which has lib/mpj.jar, or remove the setting");
  }

  private static @Nullable String whyNotHome(Path home) {
    String problem = FileChecks.whyNotMpj(mpjJar(home));
    if (problem != null) {
      return mpjJar(home) + " (" + problem + ")";
    }
    problem = FileChecks.whyNotSmpdev(smpdevJar(home));
    return problem != null ? smpdevJar(home) + " (" + problem + ")" : null;
  }

  private Path findLog4j(Path home) throws NotUsableException {
    List<Path> candidates = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      files
          .filter(file -> String.valueOf(file.getFileName()).matches(".*(log|load)4j.*\\.jar"))
          .sorted()
          .forEach(candidates::add);
    } catch (IOException e) {
      // Then what the system has may still serve.
      candidates.clear();
    }
    candidates.addAll(surroundings.systemLog4j());
    for (Path candidate : candidates) {
      if (FileChecks.isLog4j(candidate)) {
        return candidate;
      }
    }
    throw new NotUsableException(
        "no log4j 1.2, which MPJ Express needs, on the class path, in "
            + home.resolve("lib")
            + " or in "
            + surroundings.systemLog4j(),
        GET_LOG4J);
  }

  private static String version(Path home) {
    try (Stream<String> lines =
        Files.lines(home.resolve("conf").resolve("mpjexpress.conf"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(VERSION_KEY))
          .map(line -> line.substring(VERSION_KEY.length()).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown"; // the file is for MPJ's launcher; the classes do without it
    }
  }

  private static Path mpjJar(Path home) {
    return home.resolve("lib").resolve("mpj.jar");
  }

  private static Path smpdevJar(Path home) {
    return home.resolve("lib").resolve("smpdev.jar");
  }
}
