package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * docs/conformance.md and docs/reliability.md say what is so: their tests are there, and run where
 * they say.
 */
class ConformanceTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> PAGES = List.of("docs/conformance.md", "docs/reliability.md");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| ([A-Z]-\\d+) \\| ([^|]+) \\| `(\\w+)#(\\w+)` \\| ([^|]+) \\| ([^|]+) \\|"
              + " ([^|]+) \\|$");
  private static final String PASSES = "passes";

  /** The ways to start a program, as tests name them, that run it on a backend. */
  private static final Map<String, Set<String>> LAUNCHES =
      Map.of(
          "threads",
          Set.of("THREADS", "EMBEDDED"),
          "openmpi",
          Set.of(
              "OPENMPI",
              "OPENMPI_BY_LAUNCHER",
              "OPENMPI_SHARED",
              "MPIEXEC",
              "mpiexec",
              "SPAWNED",
              "SHARED",
              "SPMD"),
          "mpj",
          Set.of(
              "MPJ",
              "mpjrun",
              "SPAWNED_MPJ",
              "MPJ_SHARED_THREADS",
              "MPJ_SHARED_PROCESSES",
              "MPJ_SPMD_THREADS",
              "MPJ_SPMD_PROCESSES"));

  /** The executor suites: the class, on each backend, that runs the contracts. */
  private static final Map<String, Class<?>> SUITES =
      Map.of(
          "threads", ThreadsPoolIT.class, "openmpi", OpenMpiPoolIT.class, "mpj", MpjPoolIT.class);

  /** How the tests that run rank programs begin. */
  private static final Map<String, String> RUNNERS =
      Map.of("threads", "Comm", "openmpi", "OpenMpiComm", "mpj", "MpjComm");

  private static final Pattern LAUNCH = Pattern.compile("\\b(?:Launch|Way|Start)\\.(\\w+)");

  private record Row(
      String id, String text, String test, String member, Map<String, String> cells) {
    String cell(String backend) {
      return cells.getOrDefault(backend, "");
    }

    @Override
    public String toString() {
      return id + " " + test + "#" + member;
    }
  }

  static List<Row> rows() {
    return ROW.matcher(tables()).results().map(ConformanceTest::row).toList();
  }

  private static String tables() {
    return PAGES.stream().map(page -> read(ROOT.resolve(page))).collect(Collectors.joining("\n"));
  }

  private static Row row(MatchResult m) {
    Map<String, String> cells =
        Map.of("threads", m.group(5), "openmpi", m.group(6), "mpj", m.group(7));
    return new Row(m.group(1), m.group(2), m.group(3), m.group(4), cells);
  }

  @Test
  void everyLineOfTheTablesIsARowWithAnIdOfItsOwn() {
    long lines = tables().lines().filter(line -> line.matches("\\| [A-Z]-\\d.*")).count();
    Set<String> ids = new TreeSet<>();

    assertThat(rows()).hasSize((int) lines).hasSizeGreaterThan(100);
    assertThat(rows()).allMatch(row -> ids.add(row.id()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theTestIsThereAndIsNotDisabled(Row row) {
    String source = source(row.test());
    boolean scenario = row.member().equals(row.member().toUpperCase(java.util.Locale.ROOT));

    if (scenario) {
      assertThat(source).containsPattern("(?m)^    " + row.member() + "\\(");
    } else {
      assertThat(region(row))
          .containsPattern("@(Parameterized|Repeated)?Test")
          .doesNotContain("@Disabled");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theTestRunsOnTheBackendsThatPass(Row row) throws ReflectiveOperationException {
    for (String backend : SUITES.keySet()) {
      if (row.test().endsWith("Contract")) {
        checkContract(row, backend);
      } else if (row.test().endsWith("Program")) {
        checkProgram(row, backend);
      } else if (row.test().endsWith("IT")) {
        checkLaunches(row, backend);
      } else {
        // Needs no backend, so holds for each.
        assertThat(row.cell(backend)).isEqualTo(PASSES);
      }
    }
  }

  private static void checkContract(Row row, String backend) throws ReflectiveOperationException {
    Class<?> suite = Objects.requireNonNull(SUITES.get(backend));
    Class<?> contract = Class.forName("io.github.rankpool.it." + row.test());
    Method method =
        Arrays.stream(contract.getDeclaredMethods())
            .filter(each -> each.getName().equals(row.member()))
            .findFirst()
            .orElseThrow();
    Optional<String> reason =
        AnnotationSupport.findRepeatableAnnotations(method, CannotOn.class).stream()
            .filter(cannot -> cannot.value().equals(backend))
            .map(CannotOn::because)
            .findFirst();

    assertThat(suite.getDeclaredClasses()).anyMatch(contract::isAssignableFrom);
    assertThat(row.cell(backend)).isEqualTo(reason.orElse(PASSES));
  }

  private static void checkProgram(Row row, String backend) {
    String runner =
        backend.equals("threads") ? "new " + row.test() + "()" : row.test() + ".class, all";
    String test = RUNNERS.get(backend) + ".*(IT|Test)\\.java";
    boolean run =
        sources()
            .filter(file -> file.getFileName().toString().matches(test))
            .anyMatch(file -> read(file).contains(runner));

    assertThat(row.cell(backend)).isEqualTo(PASSES);
    assertThat(run).as(runner).isTrue();
  }

  private static void checkLaunches(Row row, String backend) throws ReflectiveOperationException {
    Set<String> launches = new TreeSet<>(launches(row));
    launches.retainAll(LAUNCHES.getOrDefault(backend, Set.of()));

    if (row.cell(backend).equals(PASSES)) {
      assertThat(launches).as("%s is run on %s", row, backend).isNotEmpty();
    } else {
      assertThat(launches).as("%s is not run on %s", row, backend).isEmpty();
    }
  }

  /** Those that the test is given as arguments, or else names, itself or in helpers. */
  private static Set<String> launches(Row row) throws ReflectiveOperationException {
    Class<?> type = Class.forName("io.github.rankpool.it." + row.test());
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(each -> each.getName().equals(row.member()))
            .findFirst()
            .orElseThrow();
    Set<String> given = new TreeSet<>();
    if (method.getParameterCount() > 0 && isLaunch(method.getParameterTypes()[0])) {
      AnnotationSupport.findAnnotation(method, CsvSource.class)
          .ifPresent(csv -> List.of(csv.value()).forEach(line -> given.add(firstOf(line))));
      AnnotationSupport.findAnnotation(method, EnumSource.class)
          .ifPresent(
              names ->
                  given.addAll(
                      names.names().length > 0
                          ? List.of(names.names())
                          : constants(method.getParameterTypes()[0])));
    }
    return given.isEmpty() ? named(row, type) : given;
  }

  private static boolean isLaunch(Class<?> type) {
    return type == Launch.class
        || type == Way.class
        || type == LossIT.Start.class
        || type == ServeIT.Start.class;
  }

  private static String firstOf(String line) {
    return line.split(",", 2)[0].strip();
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
  }

  private static Set<String> named(Row row, Class<?> type) {
    String test = region(row);
    StringBuilder text = new StringBuilder(test);
    for (Method helper : type.getDeclaredMethods()) {
      boolean called =
          Pattern.compile("(?<![.\\w])" + helper.getName() + "\\(").matcher(test).find();
      if (called && Modifier.isPrivate(helper.getModifiers())) {
        Pattern.compile("(?ms)^  private [^\\n]*\\b" + helper.getName() + "\\(.*?^  }\\n")
            .matcher(source(row.test()))
            .results()
            .forEach(match -> text.append(match.group()));
      }
    }
    return LAUNCH
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The test method with its annotations; also one of a nested class. */
  private static String region(Row row) {
    return Stream.of("  ", "    ")
        .flatMap(indent -> method(row, indent).matcher(source(row.test())).results())
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow(() -> new AssertionError(row + " is no test method"));
  }

  private static Pattern method(Row row, String indent) {
    String annotations = "(?:^I@[^\\n]*\\n(?:^I  [^\\n]*\\n|^I}\\)\\n)*)+";
    String body = "^" + indent + "void " + row.member() + "\\(.*?^" + indent + "}\\n";
    return Pattern.compile("(?ms)" + annotations.replace("I", indent) + body);
  }

  private static String source(String test) {
    return sources()
        .filter(file -> file.getFileName().toString().equals(test + ".java"))
        .map(ConformanceTest::read)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + test));
  }

  private static Stream<Path> sources() {
    return Stream.of("core", "cli", "integration-tests")
        .map(module -> ROOT.resolve(module).resolve("src/test/java"))
        .flatMap(
            folder -> {
              try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
