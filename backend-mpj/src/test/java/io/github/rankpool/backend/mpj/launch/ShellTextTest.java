package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTextTest {
  private static final List<String> WORDS =
      List.of(
          "", "a b", "'", "it's", "\"x\"", "$HOME", "`id`", "a\\b", "*", "a\nb", "!!", "\u00e4");

  @Test
  void theShellGivesBackEveryWord() {
    String script = "printf '[%s]' " + ShellText.join(WORDS);
    String expected = "[" + String.join("][", WORDS) + "]";
    assertThat(TestProcess.command("sh", "-c", script).run().output()).isEqualTo(expected);
    String nested = "exec sh -c " + ShellText.quote(script);
    assertThat(TestProcess.command("sh", "-c", nested).run().output()).isEqualTo(expected);
  }
}
