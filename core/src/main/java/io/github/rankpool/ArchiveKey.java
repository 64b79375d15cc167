package io.github.rankpool;

import io.github.rankpool.internal.worker.WorkerProgram;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a class archive is good for: one java and one list of jars. The class path may go on behind
 * them, with folders for instance, which no archive can hold.
 *
 * @param java the executable
 * @param classPath the jars
 * @param family the same as long as java and jars have the same names
 * @param name begins with the family; the same as long as java and jars are the same
 */
record ArchiveKey(Path java, String classPath, String family, String name) {
  private static final int HASH_BYTES = 8;

  /** Null if the classes of workers are not in jars, as in development, or on an unknown JVM. */
  static @Nullable ArchiveKey ofThisProcess() {
    CodeSource source = WorkerProgram.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? null
          : of(System.getProperties(), Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | RuntimeException | IOException e) {
      return null;
    }
  }

  static @Nullable ArchiveKey of(Properties jvm, Path workerJar) throws IOException {
    List<Path> jars = leadingJars(jvm.getProperty("java.class.path"));
    String vm = jvm.getProperty("java.vm.name");
    if (!(vm.contains("OpenJDK") || vm.contains("HotSpot")) || !jars.contains(workerJar)) {
      return null;
    }
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    StringBuilder contents = new StringBuilder(jvm.getProperty("java.vm.version"));
    for (Path jar : jars) {
      contents.append('\n').append(Files.size(jar)).append(' ');
      contents.append(Files.getLastModifiedTime(jar).toMillis());
    }
    String home = jvm.getProperty("java.home");
    String family = hash(home + "\n" + classPath);
    return new ArchiveKey(
        Path.of(home, "bin", "java"), classPath, family, family + "-" + hash(contents.toString()));
  }

  private static List<Path> leadingJars(String classPath) {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      // As workers get them.
      Path path = Path.of(entry).toAbsolutePath();
      if (!Files.isRegularFile(path)) {
        break;
      }
      jars.add(path);
    }
    return jars;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
