package io.github.rankpool.backend.openmpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for {@code mpi.jar} and {@code libmpi_java}, reading files only.
 *
 * <p>An explicit setting is taken or refused, never passed over. Without one the first file that
 * proves to be Open MPI's is taken; others found on the way are named if none does.
 */
final class InstallationFinder {
  private static final String GET_OPEN_MPI =
      "Install Open MPI 4 or 5 (Debian, Ubuntu: openmpi-bin and libopenmpi3), then run bin/setup";
  private static final String GET_JAR =
      "Run bin/setup, which makes mpi.jar, or name the one of your site with -D"
          + Installation.JAR_PROPERTY
          + "=FILE or "
          + Installation.JAR_VARIABLE;

  /** The second name is what packages without development files have, in Open MPI 3 to 5. */
  private static final List<String> LIBRARY_NAMES =
      List.of("libmpi_java.so", "libmpi_java.so.40", "libmpi_java.dylib", "libmpi_java.40.dylib");

  private final Surroundings surroundings;

  InstallationFinder(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Installation find() throws NotUsableException {
    Path jar = findJar();
    Path library = findLibrary(jar);
    String mismatch = FileChecks.mismatch(jar, library);
    if (mismatch != null) {
      throw new NotUsableException(
          mismatch, "Use mpi.jar and libmpi_java of one Open MPI: run bin/setup again");
    }
    return new Installation(jar, library, "Open MPI (" + realName(library) + ")");
  }

  private Path findJar() throws NotUsableException {
    String setting = surroundings.property(Installation.JAR_PROPERTY);
    if (setting != null) {
      return explicit("-D" + Installation.JAR_PROPERTY, setting, FileChecks::whyNotJar);
    }
    setting = surroundings.variable(Installation.JAR_VARIABLE);
    if (setting != null) {
      return explicit(Installation.JAR_VARIABLE, setting, FileChecks::whyNotJar);
    }
    return first(jarCandidates(), FileChecks::whyNotJar, "mpi.jar", GET_JAR);
  }

  private Set<Path> jarCandidates() {
    Set<Path> candidates = new LinkedHashSet<>();
    for (Path entry : Surroundings.entries(surroundings.property("java.class.path"))) {
      // Only what may be it by its name: opening every jar of an application would be slow.
      if (String.valueOf(entry.getFileName()).matches("(?i).*mpi.*\\.jar")) {
        candidates.add(entry);
      }
    }
    surroundings.installationFolders().forEach(folder -> candidates.add(folder.resolve("mpi.jar")));
    surroundings.systemFolders().forEach(folder -> candidates.add(folder.resolve("mpi.jar")));
    Path own = surroundings.ownJar();
    if (own != null) {
      candidates.add(own);
    }
    return candidates;
  }

  private Path findLibrary(Path jar) throws NotUsableException {
    String setting = surroundings.property(Installation.LIBRARY_PROPERTY);
    if (setting != null) {
      return explicit("-D" + Installation.LIBRARY_PROPERTY, setting, FileChecks::whyNotLibrary);
    }
    List<Path> folders = new ArrayList<>();
    Path beside = jar.getParent();
    if (beside != null) {
      folders.add(beside);
    }
    folders.addAll(Surroundings.entries(surroundings.property("java.library.path")));
    folders.addAll(Surroundings.entries(surroundings.variable("LD_LIBRARY_PATH")));
    folders.addAll(surroundings.installationFolders());
    folders.addAll(surroundings.systemFolders());
    Set<Path> candidates = new LinkedHashSet<>();
    for (Path folder : folders) {
      LIBRARY_NAMES.forEach(name -> candidates.add(folder.resolve(name)));
    }
    return first(candidates, FileChecks::whyNotLibrary, "libmpi_java", GET_OPEN_MPI);
  }

  private static Path explicit(String setting, String value, Check check)
      throws NotUsableException {
    String problem;
    try {
      Path path = Path.of(value).toAbsolutePath();
      problem = Files.isRegularFile(path) ? check.whyNot(path) : "no such file";
      if (problem == null) {
        return path;
      }
    } catch (InvalidPathException e) {
      problem = e.getReason();
    }
    throw new NotUsableException(
        setting + " is set to '" + value + "', which cannot be used: " + problem,
        "Correct the setting or remove it");
  }

  private static Path first(Set<Path> candidates, Check check, String what, String remedy)
      throws NotUsableException {
    List<String> refused = new ArrayList<>();
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        String problem = check.whyNot(candidate);
        if (problem == null) {
          return candidate.toAbsolutePath();
        }
        refused.add(candidate + " (" + problem + ")");
      }
    }
    String others = refused.isEmpty() ? "" : "; not usable: " + String.join(", ", refused);
    throw new NotUsableException(
        "no " + what + " of Open MPI found in " + candidates.size() + " places" + others, remedy);
  }

  /** The file behind the links, whose name carries the version. */
  private static Path realName(Path library) {
    try {
      Path name = library.toRealPath().getFileName();
      return name != null ? name : library;
    } catch (IOException e) {
      return library;
    }
  }

  /** Says why a file is not what it should be, or null if it is. */
  private interface Check {
    @Nullable String whyNot(Path file);
  }
}
