package io.github.rankpool.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Puts classes that exist in memory where other processes of this machine find them. */
final class CompiledClasses {
  private CompiledClasses() {}

  /**
   * Writes a program's compiled classes into a folder that goes away with this JVM.
   *
   * @return the same program, all of whose classes are on its class path
   */
  static Program onDisk(Program program) {
    if (program.classes().isEmpty()) {
      return program;
    }
    try {
      Path folder = Files.createTempDirectory("rankpool-classes-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "rankpool-classes"));
      for (Map.Entry<String, byte[]> each : program.classes().entrySet()) {
        Path file = folder.resolve(each.getKey().replace('.', '/') + ".class");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, each.getValue());
      }
      List<String> classPath = new ArrayList<>(List.of(folder.toString()));
      classPath.addAll(program.classPath());
      return Program.onClassPath(program.mainClass(), classPath, program.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException("the compiled classes cannot be stored", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      // It is one of the temporary ones, which the system cleans up.
    }
  }
}
