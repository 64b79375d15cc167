package io.github.rankpool.backend.openmpi;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a search for Open MPI depends on, so that tests can give their own.
 *
 * @param property system properties by name; null where not set
 * @param variable environment variables by name; null where not set
 * @param systemFolders where distributions and sites put Open MPI's jar and libraries
 */
record Surroundings(
    UnaryOperator<@Nullable String> property,
    UnaryOperator<@Nullable String> variable,
    List<Path> systemFolders) {

  private static final List<String> OPEN_MPI_HOMES =
      List.of("OMPI_HOME", "MPI_HOME", "OPAL_PREFIX");
  private static final List<String> LIBRARY_FOLDERS = List.of("lib", "lib64");

  /** Debian, Fedora and its kin, openSUSE, Homebrew, and what "make install" does by itself. */
  private static final List<String> USUAL_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib/powerpc64le-linux-gnu",
          "/usr/lib/riscv64-linux-gnu",
          "/usr/lib/s390x-linux-gnu",
          "/usr/lib/x86_64-linux-gnu/openmpi/lib",
          "/usr/lib/aarch64-linux-gnu/openmpi/lib",
          "/usr/lib64/openmpi/lib",
          "/usr/lib64/mpi/gcc/openmpi4/lib64",
          "/usr/lib/openmpi/lib",
          "/usr/lib64",
          "/usr/lib",
          "/usr/share/java",
          "/opt/openmpi/lib",
          "/usr/local/lib",
          "/opt/homebrew/lib");

  static Surroundings ofThisProcess() {
    return new Surroundings(
        System::getProperty, System::getenv, USUAL_FOLDERS.stream().map(Path::of).toList());
  }

  /** A setting, or null if it is not set or blank. */
  @Nullable String property(String name) {
    return blankToNull(property.apply(name));
  }

  /** A setting, or null if it is not set or blank. */
  @Nullable String variable(String name) {
    return blankToNull(variable.apply(name));
  }

  /** The folders of a path-like list, unreadable entries left out. */
  static List<Path> entries(@Nullable String list) {
    List<Path> entries = new ArrayList<>();
    if (list != null) {
      for (String entry : list.split(File.pathSeparator, -1)) {
        addPath(entries, entry);
      }
    }
    return entries;
  }

  /** Library folders of the Open MPI that the environment points to, and of mpiexec on the PATH. */
  List<Path> installationFolders() {
    List<Path> folders = new ArrayList<>();
    for (String home : OPEN_MPI_HOMES) {
      entries(variable(home)).forEach(path -> addLibraryFolders(folders, path));
    }
    for (Path bin : entries(variable("PATH"))) {
      Path home = bin.getParent();
      if (home != null && bin.resolve("mpiexec").toFile().canExecute()) {
        addLibraryFolders(folders, home);
      }
    }
    return folders;
  }

  /** Where bin/setup puts the mpi.jar that it makes; null if there is no home. */
  @Nullable Path ownJar() {
    String data = variable("XDG_DATA_HOME");
    if (data == null) {
      String home = variable("HOME");
      if (home == null) {
        return null;
      }
      data = Path.of(home, ".local", "share").toString();
    }
    return Path.of(data, "rankpool", "openmpi", "mpi.jar");
  }

  private static void addLibraryFolders(List<Path> folders, Path home) {
    LIBRARY_FOLDERS.forEach(name -> folders.add(home.resolve(name)));
  }

  private static void addPath(List<Path> paths, String text) {
    try {
      if (!text.isBlank()) {
        paths.add(Path.of(text));
      }
    } catch (InvalidPathException e) {
      // Such an entry leads nowhere for anybody; the search goes on with the others.
      return;
    }
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
