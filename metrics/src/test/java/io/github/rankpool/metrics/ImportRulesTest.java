package io.github.rankpool.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The row of the metrics in the table of imports. */
@AnalyzeClasses(
    packages = "io.github.rankpool.metrics",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule METRICS_KNOW_THE_PUBLIC_API_ONLY =
      classes()
          .that()
          .resideInAPackage("io.github.rankpool.metrics")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.rankpool.metrics",
              "io.github.rankpool",
              "io.micrometer.core.instrument..",
              "io.micrometer.observation..",
              "io.micrometer.common..",
              "java..",
              "org.jspecify.annotations");
}
