package io.github.rankpool.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The row of the command line in the table of imports. */
@AnalyzeClasses(
    packages = "io.github.rankpool.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule CLI_KNOWS_THE_PUBLIC_API_ONLY =
      classes()
          .that()
          .resideInAPackage("io.github.rankpool.cli")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.rankpool.cli",
              "io.github.rankpool",
              "io.github.rankpool.config",
              "io.github.rankpool.report",
              "io.github.rankpool.spi",
              "picocli",
              "com.sun.management",
              "com.sun.net.httpserver",
              "java..",
              "javax.lang.model..",
              "javax.tools",
              "com.sun.source..",
              "org.jspecify.annotations");
}
