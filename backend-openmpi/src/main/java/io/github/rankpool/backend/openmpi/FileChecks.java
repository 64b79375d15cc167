package io.github.rankpool.backend.openmpi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Tells Open MPI's files from others of the same name, by reading them only. */
final class FileChecks {
  /** In Open MPI's jar; MPJ Express, whose mpi.jar has an mpi.MPI too, has neither. */
  private static final String[] OPEN_MPI_CLASSES = {
    "mpi/MPI.class", "mpi/Message.class", "mpi/Count.class", "mpi/Intracomm.class"
  };

  /** Came with Open MPI 2: the method of the class and the function of the library. */
  private static final String VERSION_CLASS = "mpi/Version.class";

  private static final String VERSION_FUNCTION = "Java_mpi_MPI_getLibVersionJNI";
  private static final String MESSAGE_FUNCTION = "Java_mpi_Message_imRecv";

  /** Many times what the library has; a larger file is something else and not read. */
  private static final long LARGEST_LIBRARY = 64L << 20;

  private FileChecks() {}

  /** Why a file is not Open MPI's mpi.jar, or null if it is. */
  static @Nullable String whyNotJar(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (String name : OPEN_MPI_CLASSES) {
        if (zip.getEntry(name) == null) {
          return zip.getEntry("mpi/MPI.class") != null
              ? "it lacks " + name + ": the mpi.jar of another MPI, such as MPJ Express"
              : "it has no " + name;
        }
      }
      return null;
    } catch (ZipException e) {
      return "not a jar file";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Why a file is not Open MPI's libmpi_java, or null if it is. */
  static @Nullable String whyNotLibrary(Path file) {
    try {
      return contains(file, MESSAGE_FUNCTION)
          ? null
          : "it has no function " + MESSAGE_FUNCTION + ": not the library of Open MPI's bindings";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** How jar and library, each good by itself, do not go together; null if they do. */
  static @Nullable String mismatch(Path jar, Path library) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      boolean jarHasVersion = zip.getEntry(VERSION_CLASS) != null;
      boolean libraryHasVersion = contains(library, VERSION_FUNCTION);
      return jarHasVersion == libraryHasVersion
          ? null
          : jar + " and " + library + " are of different versions of Open MPI";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** A shared library carries the names of its functions as plain ASCII. */
  private static boolean contains(Path file, String text) throws IOException {
    if (Files.size(file) > LARGEST_LIBRARY) {
      return false;
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
  }
}
