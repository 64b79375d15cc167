package io.github.rankpool.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The row of the report in the table of imports. */
@AnalyzeClasses(
    packages = "io.github.rankpool.report",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule REPORT_KNOWS_THE_PUBLIC_API_ONLY =
      classes()
          .that()
          .resideInAPackage("io.github.rankpool.report")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.rankpool.report",
              "io.github.rankpool",
              "io.github.rankpool.config",
              "java..",
              "org.jspecify.annotations");
}
