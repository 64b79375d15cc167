package io.github.rankpool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The table of imports in the architecture page, and the house rules that go with it. */
@AnalyzeClasses(
    packages = "io.github.rankpool",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {
  private static final int MAX_LINES = 500;
  private static final String ROOT = "io.github.rankpool";
  private static final String SPI = ROOT + ".spi";
  private static final String CONFIG = ROOT + ".config";
  private static final String WIRE = ROOT + ".internal.wire";
  private static final String COMM = ROOT + ".internal.comm";
  private static final String GROUP = ROOT + ".internal.group";
  private static final String DISPATCH = ROOT + ".internal.dispatch";
  private static final String WORKER = ROOT + ".internal.worker";
  private static final String RELAY = ROOT + ".internal.relay";
  private static final String SERVICE = ROOT + ".internal.service";
  private static final String MATCHING = ROOT + ".internal.matching";
  private static final String DISCOVERY = ROOT + ".internal.discovery";
  private static final String JSPECIFY = "org.jspecify.annotations";
  private static final String SLF4J = "org.slf4j";
  private static final String JCTOOLS = "org.jctools.queues..";

  private static ArchRule imports(String owner, String... allowed) {
    String[] all =
        Stream.concat(Stream.of(owner, "java..", "javax.crypto..", JSPECIFY), Stream.of(allowed))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(owner)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }

  @ArchTest static final ArchRule WIRE_KNOWS_THE_JDK_ONLY = imports(WIRE);

  @ArchTest static final ArchRule COMM_KNOWS_THE_WIRE = imports(COMM, WIRE, SPI, SLF4J, JCTOOLS);

  @ArchTest static final ArchRule GROUPS_OF_RANKS_KNOW_NO_TASKS = imports(GROUP, WIRE, COMM, SPI);

  @ArchTest
  static final ArchRule DISPATCH_KNOWS_THE_WAY_TO_THE_WORKERS =
      imports(DISPATCH, WIRE, COMM, SPI, SLF4J, JCTOOLS);

  @ArchTest
  static final ArchRule WORKER_KNOWS_THE_WAY_TO_THE_MASTER =
      imports(WORKER, WIRE, COMM, GROUP, SPI, SLF4J, JCTOOLS);

  @ArchTest
  static final ArchRule RELAY_KNOWS_NO_TASKS =
      imports(RELAY, SERVICE, DISPATCH, COMM, WIRE, SPI, SLF4J);

  @ArchTest
  static final ArchRule CLIENTS_OF_SERVICES_KNOW_MESSAGES_ONLY = imports(SERVICE, MATCHING, SPI);

  @ArchTest static final ArchRule DISCOVERY_KNOWS_PROVIDERS_ONLY = imports(DISCOVERY, SPI, SLF4J);

  @ArchTest
  static final ArchRule CONFIG_KNOWS_NOTHING_OF_POOLS =
      imports(
          CONFIG,
          "org.apache.commons.configuration2..",
          "org.apache.commons.text.similarity",
          SLF4J);

  @ArchTest static final ArchRule SPI_KNOWS_THE_JDK_ONLY = imports(SPI);

  @ArchTest
  static final ArchRule NOBODY_KNOWS_A_BACKEND_OR_ITS_VENDOR =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".backend..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".backend..", "mpi..", "mpjdev..", "runtime..");

  @ArchTest
  static final ArchRule INTERNAL_KNOWS_NOTHING_OF_THE_PUBLIC_API =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".internal..")
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT).or(resideInAPackage(CONFIG)));

  @ArchTest
  static final ArchRule MASTER_AND_WORKER_MEET_ON_THE_WIRE_ONLY =
      noClasses()
          .that()
          .resideInAPackage(DISPATCH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(WORKER);

  @ArchTest
  static void everyPackageSaysWhatItOwnsAndIsNullMarked(JavaClasses all) {
    Set<JavaPackage> packages = all.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    assertThat(packages).isNotEmpty().allMatch(each -> each.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void noSourceFileIsLongerThanFiveHundredLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> tooLong =
          files
              .filter(file -> file.toString().endsWith(".java") && lines(file) > MAX_LINES)
              .toList();
      assertThat(tooLong).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
