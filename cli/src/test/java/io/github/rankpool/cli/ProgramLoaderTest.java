package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLoaderTest {
  private static final String TASKS =
      """
      public class Tasks {
        public static io.github.rankpool.SerializableCallable<Integer> task(int n) {
          return () -> n + 1;
        }
      }
      """;

  private static Map<String, byte[]> compile(String text) throws RefusedException {
    List<String> classPath = List.of(System.getProperty("java.class.path"));
    return SourceCompiler.ofThisJava().compile(SourceText.file("T.java", text), classPath);
  }

  private static ProgramLoader loader(Map<String, byte[]> classes) {
    return ProgramLoader.of(new Program("Main", List.of(), classes, List.of()));
  }

  @Test
  void lambdasOfACompiledTextTravelFromOneRankToAnother() throws Exception {
    Map<String, byte[]> classes = compile(TASKS);
    try (ProgramLoader here = loader(classes);
        ProgramLoader there = loader(classes)) {
      Object task = here.loadClass("Tasks").getMethod("task", int.class).invoke(null, 41);

      Object arrived = deserialize(serialize(task), there);

      assertThat(((io.github.rankpool.SerializableCallable<?>) arrived).call()).isEqualTo(42);
    }
  }

  private static byte[] serialize(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialize(byte[] bytes, ClassLoader loader) throws Exception {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
            return Class.forName(type.getName(), false, loader);
          }
        }) {
      return in.readObject();
    }
  }

  @Test
  void compiledClassesWinOverThoseOfTheCommand() throws Exception {
    String name = SampleProgram.class.getName();
    Map<String, byte[]> classes =
        compile("package io.github.rankpool.cli; public class SampleProgram {}");
    try (ProgramLoader loader = loader(classes)) {
      assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
      assertThat(loader.loadClass(name)).isSameAs(loader.loadClass(name));
    }
  }

  @Test
  void classesOfTheCommandWinOverThoseOfTheClassPath(@TempDir Path folder) throws Exception {
    Path copy = folder.resolve("io/github/rankpool/cli/SampleProgram.class");
    Files.createDirectories(copy.getParent());
    Files.write(
        copy,
        compile("package io.github.rankpool.cli; public class SampleProgram {}")
            .values()
            .iterator()
            .next());
    Program program = Program.onClassPath("Main", List.of(folder.toString()), List.of());
    try (ProgramLoader loader = ProgramLoader.of(program)) {
      assertThat(loader.loadClass(SampleProgram.class.getName())).isSameAs(SampleProgram.class);
    }
  }

  @Test
  void classesAndResourcesOfTheClassPathAreFound(@TempDir Path folder) throws Exception {
    Files.write(
        folder.resolve("Alone.class"), compile("public class Alone {}").values().iterator().next());
    Files.writeString(folder.resolve("notes.txt"), "notes");
    Program program =
        Program.onClassPath("Main", List.of("/nonexistent.jar", folder.toString()), List.of());
    try (ProgramLoader loader = ProgramLoader.of(program)) {
      assertThat(loader.loadClass("Alone").getClassLoader()).isSameAs(loader);
      assertThat(loader.getResource("notes.txt")).isNotNull();
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("Nowhere"));
    }
  }
}
