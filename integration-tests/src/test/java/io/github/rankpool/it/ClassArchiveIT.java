package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers map their classes from an archive, where classes are in jars. */
@ExtendWith(Watchdog.class)
class ClassArchiveIT {
  @TempDir private Path folder;

  @Test
  void theWorkersOfTheSecondPoolMapTheArchiveThatTheFirstHasMade() throws IOException {
    TestProcess.Result result = run("wait", "yes");

    result.assertClean();
    assertThat(result.output()).contains("first false", "second true").doesNotContain("[cds");
  }

  @Test
  void aDamagedArchiveIsNotUsed() throws IOException {
    TestProcess.Result result = run("damage", "yes");

    result.assertClean();
    assertThat(result.output()).contains("first false", "second false").doesNotContain("SIG");
  }

  @Test
  void thereIsNoneWhereItIsSwitchedOff() throws IOException {
    TestProcess.Result result = run("go on", "no");

    result.assertClean();
    assertThat(result.output()).contains("first false", "second false");
    assertThat(cache()).doesNotExist();
  }

  private TestProcess.Result run(String how, String sharing) throws IOException {
    List<String> command =
        new ArrayList<>(Launch.javaCommand(List.of(), ClassArchiveProgram.class));
    command.set(command.indexOf("-cp") + 1, jars());
    command.addAll(List.of(cache().toString(), how));
    return Launch.OPENMPI
        .command(command)
        .environment("XDG_CACHE_HOME", cache().toString())
        .environment("RANKPOOL_CLASS_SHARING", sharing)
        .run();
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  /** This class path with a jar for each folder. */
  private String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve(jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                  Files.copy(file, packed);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
