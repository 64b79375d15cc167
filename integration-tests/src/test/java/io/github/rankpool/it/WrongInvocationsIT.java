package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.examples.Julia;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users get wrong, line by line of {@code docs/mistakes.md}: they are told so on one screen of
 * standard error, by a code that {@code docs/errors.md} explains, with what is wrong and what to
 * do; and the status is the one that is documented.
 */
class WrongInvocationsIT {
  private static final int SCREEN_LINES = 24;
  private static final int CLASS_FILE_MAJOR = 7;
  private static final byte FUTURE_JAVA = 99;
  private static final Path MISTAKES = Path.of("../docs/mistakes.md");
  private static final Path ERRORS = Path.of("../docs/errors.md");

  /**
   * A line of the documentation.
   *
   * @param command what is run
   * @param settings properties, variables, lines of {@code rankpool.properties}, and what the class
   *     path is without
   * @param status the command's
   * @param code of the message
   * @param says parts of the message
   */
  record Mistake(
      String command, List<String> settings, int status, String code, List<String> says) {
    static Mistake read(String line) {
      String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
      String[] settings = unquoted(cells[1]).split(" & ", -1);
      return new Mistake(
          unquoted(cells[0]),
          Arrays.stream(settings).filter(setting -> !setting.isBlank()).toList(),
          Integer.parseInt(cells[2]),
          cells[3],
          List.of(cells[4].split(" … ", -1)));
    }

    private static String unquoted(String cell) {
      return cell.replace("`", "");
    }

    boolean startsJava() {
      return command.startsWith("java ");
    }

    @Override
    public String toString() {
      return command + " " + settings;
    }
  }

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final Path folder;

  WrongInvocationsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The working folder of all that is run. */
  @BeforeEach
  void fillFolder() throws IOException {
    ProgramFiles files = new ProgramFiles(folder);
    Path classes =
        files.classes("MpiPoolExecutor.create().submit(() -> 1).join(); System.out.println(args);");
    Path newer = copyOfMain(classes, "newer");
    byte[] bytes = Files.readAllBytes(newer);
    bytes[CLASS_FILE_MAJOR] = FUTURE_JAVA;
    Files.write(newer, bytes);
    Files.writeString(copyOfMain(classes, "damaged"), "damaged");
    write("NoMain.java", "class NoMain {}");
    write("Broken.java", "class Broken { public static void main(String[] args) { none(); } }");
    write("VeryBroken.java", "class VeryBroken {" + "\n  { none(); }".repeat(99) + "}");
    write("notes.txt", "notes");
    write("twice.properties", "backoff = 1ms\nbackoff = 2ms\n");
    try (OutputStream out = Files.newOutputStream(folder.resolve("library.jar"))) {
      new JarOutputStream(out).close();
    }
    Path library = Compiler.compile(folder, "lib.Lib", "package lib; public class Lib {}");
    Path user =
        Compiler.compile(
            folder,
            "org.example.User",
            """
            package org.example;
            public class User {
              public static void main(String[] args) { System.out.println(new lib.Lib()); }
            }
            """,
            library);
    Files.move(user, folder.resolve("user"));
  }

  private Path copyOfMain(Path classes, String name) throws IOException {
    Path from = classes.resolve(ProgramFiles.MAIN_CLASS.replace('.', '/') + ".class");
    Path to = folder.resolve(name).resolve(classes.relativize(from));
    Files.createDirectories(to.resolve(".."));
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** The lines of one or more tables of the documentation. */
  private static Stream<Mistake> mistakes(Predicate<Mistake> which) throws IOException {
    return Files.readAllLines(MISTAKES).stream()
        .filter(line -> line.startsWith("| `"))
        .map(Mistake::read)
        .filter(which);
  }

  static Stream<Mistake> ofTheCommand() throws IOException {
    return mistakes(mistake -> !mistake.startsJava());
  }

  static Stream<Mistake> ofPrograms() throws IOException {
    return mistakes(Mistake::startsJava);
  }

  @ParameterizedTest
  @MethodSource("ofTheCommand")
  void isAnsweredOnOneScreenWithoutAStackTrace(Mistake mistake) throws IOException {
    String error = run(mistake);

    assertExplained(mistake, error);
    assertThat(error).doesNotContain("\tat ").contains(mistake.code() + ": ");
  }

  @ParameterizedTest
  @MethodSource("ofPrograms")
  void ofAProgramThatMakesAPoolEndsItWithTheMessageAhead(Mistake mistake) throws IOException {
    String error = run(mistake);

    assertExplained(mistake, error);
    assertThat(error)
        .containsPattern("Exception in thread \"main\" \\S+: " + mistake.code() + ": ")
        .contains("at org.example.Prog.main(Prog.java:");
  }

  private static void assertExplained(Mistake mistake, String error) throws IOException {
    // JVMs from 24 on warn of native libraries, in lines that nobody here can spare them.
    Stream<String> lines = error.lines().filter(line -> !line.startsWith("WARNING: "));
    assertThat(lines.count()).as(error).isLessThanOrEqualTo(SCREEN_LINES);
    assertThat(error).contains(mistake.says());
    assertThat(Files.readString(ERRORS)).contains("| " + mistake.code());
  }

  /** Runs a command; returns what it wrote to standard error. */
  private String run(Mistake mistake) throws IOException {
    TestProcess.Builder process = process(words(mistake.command(), mistake.settings()));
    for (String setting : mistake.settings()) {
      if (setting.matches("[A-Z].*")) {
        String[] parts = setting.split("=", 2);
        process.environment(parts[0], parts[1]);
      } else if (setting.contains(" = ")) {
        write("rankpool.properties", setting);
      }
    }
    TestProcess.Result result = process.directory(folder).limit(Duration.ofSeconds(40)).run();
    assertThat(result.exitStatus()).as(result.output()).isEqualTo(mistake.status());
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    return result.output();
  }

  /** Standard output, where nothing of this belongs, goes elsewhere. */
  private static TestProcess.Builder process(List<String> words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > out", "sh"));
    command.addAll(words);
    return TestProcess.command(command)
        .environment("OMPI_ALLOW_RUN_AS_ROOT", "1")
        .environment("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
  }

  private static List<String> words(String command, List<String> settings) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    List<String> all = new ArrayList<>();
    if (words.get(0).equals("mpiexec")) {
      Launch.assumeUsable("openmpi");
      all.addAll(List.of("mpiexec", "--oversubscribe"));
      all.addAll(words.subList(1, 3));
      words.subList(0, 3).clear();
    }
    all.addAll(List.of(TestProcess.javaExecutable(), "-cp", classPath(words.get(0), settings)));
    settings.stream().filter(setting -> setting.startsWith("-D")).forEach(all::add);
    if (!words.get(0).equals("java")) {
      all.add((words.get(0).equals("julia") ? Julia.class : Main.class).getName());
    }
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  private static String classPath(String command, List<String> settings) {
    List<String> missing =
        settings.stream()
            .filter(setting -> setting.startsWith("without "))
            .map(setting -> setting.substring("without ".length()))
            .toList();
    // Those of rankpool run are not on the class path of Java.
    Stream<String> programs = command.equals("java") ? Stream.of("classes") : Stream.of();
    Stream<String> own =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> missing.stream().noneMatch(entry::contains))
            .map(entry -> Path.of(entry).toAbsolutePath().toString());
    return Stream.concat(own, programs).collect(Collectors.joining(File.pathSeparator));
  }
}
