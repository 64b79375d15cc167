package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells what others on the machine can see of a pool while it runs. */
@SuppressWarnings("serial") // Its tasks use its private parts.
final class SecretsProgram {
  private SecretsProgram() {}

  /** Arguments: folders in which files may be made. */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
      pool.submit(SecretsProgram::secret)
          .get()
          .forEach(line -> System.out.println("secret " + line));
      commandLines().forEach(line -> System.out.println("command " + line));
      System.out.println("environment " + pool.submit(SecretsProgram::environment).get());
      for (String folder : args) {
        openToOthers(Path.of(folder)).forEach(file -> System.out.println("open " + file));
      }
    }
  }

  /** What a worker was given that nobody else may know. */
  private static List<String> secret() {
    return System.getenv().entrySet().stream()
        .filter(variable -> variable.getKey().equals("RANKPOOL_CREDENTIAL"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String environment() throws IOException {
    Path file = Path.of("/proc/self/environ").toRealPath();
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> commandLines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        Path line = process.resolve("cmdline");
        if (Character.isDigit(process.getFileName().toString().charAt(0)) && Files.exists(line)) {
          lines.add(read(line).replace('\0', ' ').replace('\n', ' '));
        }
      }
    }
    return lines;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  /** What others may look into or change. */
  private static List<String> openToOthers(Path folder) throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String permissions =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(entry, LinkOption.NOFOLLOW_LINKS));
        if (!permissions.endsWith("------")) {
          open.add(entry + " " + permissions);
        }
      }
    }
    return open;
  }
}
