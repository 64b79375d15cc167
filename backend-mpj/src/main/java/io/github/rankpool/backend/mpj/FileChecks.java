package io.github.rankpool.backend.mpj;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Tells MPJ Express's files from others of the same name, by reading them only. */
final class FileChecks {
  static final String NIO_DEVICE = "xdev/niodev/NIODevice.class";
  static final String SMP_DEVICE = "xdev/smpdev/SMPDevice.class";
  static final String LOGGER = "org/apache/log4j/Logger.class";

  /** What the device for processes looks for in its configuration since 0.44. */
  static final String SINCE_0_44 = "#Server Name";

  /** In Open MPI's mpi.jar only. */
  private static final String OPEN_MPI_CLASS = "mpi/Message.class";

  private FileChecks() {}

  /** Why a file is not MPJ Express's mpj.jar, or null if it is. */
  static @Nullable String whyNotMpj(Path file) {
    return whyNot(
        file,
        zip -> {
          ZipEntry device = zip.getEntry(NIO_DEVICE);
          if (device == null) {
            return zip.getEntry(OPEN_MPI_CLASS) != null
                ? "the bindings of Open MPI, not MPJ Express"
                : "it has no " + NIO_DEVICE;
          }
          try (InputStream in = zip.getInputStream(device)) {
            // A class file carries its strings as plain ASCII.
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(SINCE_0_44)
                ? null
                : "older than MPJ Express 0.44";
          }
        });
  }

  /** Why a file is not MPJ Express's smpdev.jar, or null if it is. */
  static @Nullable String whyNotSmpdev(Path file) {
    return whyNot(file, zip -> zip.getEntry(SMP_DEVICE) == null ? "it has no " + SMP_DEVICE : null);
  }

  /** Whether a file is a jar with log4j 1.2, or with what stands in for it. */
  static boolean isLog4j(Path file) {
    return whyNot(file, zip -> zip.getEntry(LOGGER) == null ? "it has no " + LOGGER : null) == null;
  }

  private static @Nullable String whyNot(Path file, Check check) {
    if (!Files.isRegularFile(file)) {
      return "no such file";
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return check.whyNot(zip);
    } catch (ZipException e) {
      return "not a jar file";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Says why a jar is not what it should be, or null if it is. */
  private interface Check {
    @Nullable String whyNot(ZipFile zip) throws IOException;
  }
}
