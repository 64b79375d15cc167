package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {

  private static SourceCompiler compiler() throws RefusedException {
    return SourceCompiler.ofThisJava();
  }

  private static List<String> ownClassPath() {
    return List.of(System.getProperty("java.class.path"));
  }

  private static SourceText file(String text) {
    return SourceText.file("Prog.java", text);
  }

  @Test
  void withoutCompilerTheMessageAsksForAJdk() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> new SourceCompiler(null))
        .withMessageStartingWith("RP-607: ")
        .withMessageContaining("JDK")
        .withMessageContaining(System.getProperty("java.home"))
        .extracting(RefusedException::status)
        .isEqualTo(1);
  }

  @Test
  void allClassesOfTheTextAreCompiled() throws RefusedException {
    SourceText source = file("package a; public class Odd { record R() {} } class Other {}");

    assertThat(compiler().compile(source, List.of()))
        .containsOnlyKeys("a.Odd", "a.Odd$R", "a.Other");
  }

  @Test
  void errorsAreShownWithFileLineAndText() {
    SourceText source = file("class Prog {\n\tint i = \"text\";\n\tNone n;\n}\n");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compiler().compile(source, List.of()))
        .withMessageStartingWith("RP-606: Prog.java does not compile:\nProg.java:")
        .withMessageContaining("Prog.java:2: error: ")
        .withMessageContaining("\n\tint i = \"text\";\n\t        ^\n")
        .withMessageContaining("Prog.java:3: error: ")
        .withMessageContaining("class None\n")
        .withMessageContaining("\n2 errors\nCorrect the text")
        .extracting(RefusedException::status)
        .isEqualTo(1);
  }

  @Test
  void errorsInStatementsAreShownWithTheLinesOfTheStatements() {
    SourceText source = SourceText.statements("<x>", "import java.net.URI;\nint i = 1;\nnone();");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compiler().compile(source, ownClassPath()))
        .withMessageContaining("\n<x>:3: error: ")
        .withMessageContaining("\nnone();\n^\n")
        .withMessageContaining("\n1 error\n");
  }

  @Test
  void manyErrorsFitOneScreen() {
    String text = "class A {" + "\n  int i = none();".repeat(50) + "}";

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compiler().compile(file(text), List.of()))
        .withMessageContaining("\n[and so on]\n99 errors\n")
        .extracting(refused -> String.valueOf(refused.getMessage()).lines().count())
        .matches(lines -> lines <= 24);
  }

  @Test
  void warningsStopNothing() throws RefusedException {
    SourceText source = file("class A { java.util.List<String> l = new java.util.ArrayList(); }");

    assertThat(compiler().compile(source, List.of())).containsOnlyKeys("A");
  }

  @Test
  void sourcesOnTheClassPathAreNotCompiled(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("Helper.java"), "class Helper {}");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compiler().compile(file("class A extends Helper {}"), path(folder)))
        .withMessageContaining("Helper");
  }

  @Test
  void classesOnTheClassPathAreFound(@TempDir Path folder) throws Exception {
    Files.write(
        folder.resolve("Helper.class"),
        compiler().compile(file("class Helper {}"), List.of()).get("Helper"));

    assertThat(compiler().compile(file("class A extends Helper {}"), path(folder)))
        .containsOnlyKeys("A");
  }

  private static List<String> path(Path folder) {
    return List.of(folder.toString());
  }

  @Test
  void theFirstClassWithMainIsTheOneToRun() throws RefusedException {
    SourceText source =
        file(
            "package a.b; record R() {} interface I { static void main(String[] a) {} } class C"
                + " {}");

    assertThat(compiler().mainClass(source)).hasValue("a.b.I");
  }

  @Test
  void withoutMainItIsTheFirstClass() throws RefusedException {
    assertThat(compiler().mainClass(file("class A extends B {} class B {}"))).hasValue("A");
    assertThat(compiler().mainClass(file("import java.util.*;"))).isEmpty();
  }

  @Test
  void statementsDeclareNoMain() throws RefusedException {
    assertThat(compiler().declaresMain(file("int i = 1; System.out.println(i);"))).isFalse();
    assertThat(compiler().declaresMain(file("record R() {} System.out.println(new R());")))
        .isFalse();
    assertThat(compiler().declaresMain(file("class A { public static void main(String[] a) {} }")))
        .isTrue();
    assertThat(compiler().declaresMain(file("class A { public static void main(String[] a) { ")))
        .isTrue();
  }
}
