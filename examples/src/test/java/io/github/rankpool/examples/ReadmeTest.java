package io.github.rankpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the README's program the one that is compiled and run here. */
class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void theProgramOfTheReadmeIsTheExample() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    Matcher snippet = SNIPPET.matcher(readme);
    assertThat(snippet.find()).isTrue();
    String example =
        Files.readString(Path.of("src/main/java/io/github/rankpool/examples/FirstSteps.java"));

    assertThat(unindented(example)).contains(unindented(snippet.group(1)));
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).reduce("", (a, b) -> a + "\n" + b);
  }
}
