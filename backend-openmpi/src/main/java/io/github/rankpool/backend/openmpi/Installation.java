package io.github.rankpool.backend.openmpi;

import java.nio.file.Path;

/**
 * The two files of Open MPI that this backend needs. Public for the package that uses the bindings,
 * not for applications.
 *
 * @param jar the Java bindings, {@code mpi.jar}
 * @param library their native part, {@code libmpi_java}
 * @param version what the library says of itself, such as {@code Open MPI 4.1.4}
 */
public record Installation(Path jar, Path library, String version) {

  /** System property that names {@code mpi.jar}. */
  public static final String JAR_PROPERTY = "rankpool.openmpi.jar";

  /** System property that names the native library. */
  public static final String LIBRARY_PROPERTY = "rankpool.openmpi.library";

  /** Environment variable that names {@code mpi.jar}. */
  public static final String JAR_VARIABLE = "RANKPOOL_OPENMPI_JAR";

  @Override
  public String toString() {
    return version + ", " + library + ", " + jar;
  }
}
