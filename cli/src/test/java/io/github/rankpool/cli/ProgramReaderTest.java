package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramReaderTest {
  private static final String DEFAULT_CLASS_PATH = "/default";
  private static final String MAIN = "public static void main(String[] args) {}";

  private final Path folder;

  ProgramReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static ProgramReader reader(String standardInput) {
    InputStream input = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
    return new ProgramReader(input, DEFAULT_CLASS_PATH);
  }

  private static ProgramReader reader() {
    return reader("not to be read");
  }

  private static void assertRefused(ThrowingCallable call, int status, String... message) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e).hasMessageContainingAll(message))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }

  private Path jar(String name, Map<String, String> attributes, Map<String, byte[]> classes)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        jar.putNextEntry(new JarEntry(each.getKey().replace('.', '/') + ".class"));
        jar.write(each.getValue());
      }
    }
    return file;
  }

  private static Map<String, byte[]> compile(String text, String... classPath)
      throws RefusedException {
    return SourceCompiler.ofThisJava().compile(SourceText.file("T.java", text), List.of(classPath));
  }

  @Test
  void aClassIsLookedForOnTheDefaultClassPathOrTheGivenOne() throws RefusedException {
    String name = SampleProgram.class.getName();

    assertThat(reader().ofClass(name, null, List.of("x")))
        .isEqualTo(new Program(name, List.of(DEFAULT_CLASS_PATH), Map.of(), List.of("x")));
    assertThat(reader().ofClass(name, "/a:/b", List.of()).classPath()).containsExactly("/a", "/b");
  }

  @Test
  void aClassThatIsNotThereIsRefused() {
    assertRefused(() -> reader().ofClass("a.Main", null, List.of()), 2, "RP-604", "a.Main", "-cp");
  }

  @Test
  void aJarTellsItsMainClassAndIsItsClassPath() throws Exception {
    Path jar =
        jar(
            "app.jar",
            Map.of("Main-Class", "a.App "),
            compile("package a; class App {" + MAIN + "}"));

    assertThat(reader().ofFile(jar.toString(), null, List.of("-x")))
        .isEqualTo(new Program("a.App", List.of(jar.toString()), Map.of(), List.of("-x")));
  }

  @Test
  void aGivenClassPathIsAddedToThatOfTheJar() throws Exception {
    Path jar = jar("app.jar", Map.of("Main-Class", "App"), compile("class App {" + MAIN + "}"));

    assertThat(reader().ofFile(jar.toString(), "/a", List.of()).classPath())
        .containsExactly(jar.toString(), "/a");
  }

  @Test
  void theClassPathOfAManifestIsFollowed() throws Exception {
    Path helper = jar("helper.jar", Map.of(), compile("public class Helper {" + MAIN + "}"));
    Path jar =
        jar(
            "app.jar",
            Map.of("Main-Class", "App", "Class-Path", "helper.jar"),
            compile("class App extends Helper {}", helper.toString()));

    assertThat(reader().ofFile(jar.toString(), null, List.of()).mainClass()).isEqualTo("App");
  }

  @Test
  void aJarWithoutMainClassIsRefused() throws IOException {
    Path jar = jar("library.jar", Map.of(), Map.of());

    assertRefused(
        () -> reader().ofFile(jar.toString(), null, List.of()), 2, "RP-603", "library.jar", "-m");
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "notes");

    assertRefused(() -> reader().ofFile(file.toString(), null, List.of()), 2, "RP-602", ".java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.jar", "missing.java", "", "src", "a\0b"})
  void aFileThatIsNotThereIsRefused(String name) {
    assertRefused(() -> reader().ofFile(name, null, List.of()), 2, "RP-602", "'" + name + "'");
  }

  @Test
  void aSourceFileIsCompiled() throws Exception {
    Path file = folder.resolve("Prog.java");
    Files.writeString(file, "package a; public class Any { record R() {} " + MAIN + " }");

    Program program = reader().ofFile(file.toString(), null, List.of("x"));

    assertThat(program.mainClass()).isEqualTo("a.Any");
    assertThat(program.classes()).containsOnlyKeys("a.Any", "a.Any$R");
    assertThat(program.classPath()).containsExactly(DEFAULT_CLASS_PATH);
    assertThat(program.arguments()).containsExactly("x");
  }

  @Test
  void aSourceFileMayUseRankpoolAndTheClassPath() throws Exception {
    Path helper = jar("helper.jar", Map.of(), compile("public class Helper {}"));
    Path file = folder.resolve("Prog.java");
    Files.writeString(
        file, "class Prog extends Helper { io.github.rankpool.MpiPoolExecutor pool; " + MAIN + "}");

    assertThat(reader().ofFile(file.toString(), helper.toString(), List.of()).classes())
        .containsOnlyKeys("Prog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "class Prog {}", "import java.util.*;"})
  void aSourceFileWithoutMainIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("Prog.java"), text);

    assertRefused(() -> reader().ofFile(file.toString(), null, List.of()), 2, "RP-605", "Prog");
  }

  @Test
  void aSourceFileThatDoesNotCompileIsRefusedWithStatusOne() throws IOException {
    Path file = Files.writeString(folder.resolve("Prog.java"), "class Prog {\n  oops\n}");

    assertRefused(
        () -> reader().ofFile(file.toString(), null, List.of()), 1, "RP-606", file + ":2: error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Files.readString(Path.of(args[0]));",
        "import java.net.*; new URL(\"file:/\").openStream(); // comment",
        "record P(BigInteger a) implements Serializable {} Duration d = null;",
        "SerializableCallable<String> task = () ->"
            + " Stream.of(1).map(String::valueOf).findAny().get();",
        "Function<Integer, Integer> f = n -> n; new ConcurrentHashMap<String, Object>().clear();"
      })
  void statementsAreCompiled(String code) throws RefusedException {
    Program program = reader().ofCode(code, null, List.of("a", "-b"));

    assertThat(program.mainClass()).isEqualTo(SourceText.STATEMENTS_CLASS);
    assertThat(program.classes()).containsKey(SourceText.STATEMENTS_CLASS);
    assertThat(program.arguments()).containsExactly("a", "-b");
  }

  @Test
  void statementsThatDoNotCompileAreRefusedWithStatusOne() {
    assertRefused(
        () -> reader().ofCode("int i = 1;\nint i = 2;", null, List.of()),
        1,
        "RP-606",
        "<command line>:2: error");
  }

  @Test
  void standardInputMayBeASourceFile() throws RefusedException {
    Program program =
        reader("package a; class Über { " + MAIN + " }").ofFile("-", null, List.of("x"));

    assertThat(program.mainClass()).isEqualTo("a.Über");
    assertThat(program.arguments()).containsExactly("x");
  }

  @Test
  void standardInputMayBeStatements() throws RefusedException {
    Program program =
        reader("import java.net.URI;\nrecord R() {}\nSystem.out.println(new R());")
            .ofFile("-", null, List.of());

    assertThat(program.mainClass()).isEqualTo(SourceText.STATEMENTS_CLASS);
  }
}
