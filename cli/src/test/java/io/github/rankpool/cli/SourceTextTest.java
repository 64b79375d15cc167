package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

  @Test
  void aFileIsCompiledAsItIs() {
    assertThat(SourceText.file("A.java", "class A {}").compiled()).isEqualTo("class A {}");
  }

  @Test
  void importsStandBeforeTheClassAndStatementsInIt() {
    String compiled =
        SourceText.statements("x", "import a.B;\n// c\nimport static a.C.*;\nint i;").compiled();

    assertThat(compiled).containsSubsequence("import a.B;", "import static a.C.*;", "class", "int");
  }

  @Test
  void onlyLeadingImportsAreHoisted() {
    String compiled = SourceText.statements("x", "int i; /* */ import a.B;").compiled();

    assertThat(compiled).containsSubsequence("class", "int i;", "import a.B;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "important();", "import", "import a", "/* open", "// import a;"})
  void whatIsNoImportIsAStatement(String text) {
    assertThat(SourceText.statements("x", text).compiled()).contains("Exception { " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HERE", "\n\tHERE", "import a.B;\nHERE\n", "import a.B; HERE"})
  void placesAreThoseOfTheUsersText(String text) {
    SourceText source = SourceText.statements("x", text);

    SourceText.Place place = source.place(source.compiled().indexOf("HERE"));

    assertThat(place.line().indexOf("HERE")).isEqualTo(place.column());
    assertThat(text.lines().toList().get(place.number() - 1)).isEqualTo(place.line());
  }

  @Test
  void placesOutsideOfTheUsersTextAreAtItsNearestEnd() {
    SourceText source = SourceText.statements("x", "one\ntwo");

    assertThat(source.place(0)).isEqualTo(new SourceText.Place(1, 0, "one"));
    assertThat(source.place(source.compiled().length()))
        .isEqualTo(new SourceText.Place(2, 3, "two"));
  }

  @Test
  void aLongHeadOfCommentsIsRead() {
    String text = "// one of many\n".repeat(100_000) + "import a.B;\nint i;";

    String compiled = SourceText.statements("x", text).compiled();

    assertThat(compiled.indexOf("import a.B;")).isPositive().isLessThan(compiled.indexOf("class"));
  }
}
