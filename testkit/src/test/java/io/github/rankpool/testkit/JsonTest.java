package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void valuesOfAllKindsAreRead() {
    assertThat(Json.read(" { \"a\" : [ 1, -2.5e3, true, false, null ], \"b\":{} , \"c\":[]} "))
        .isEqualTo(
            Map.of(
                "a", Arrays.asList(1.0, -2500.0, true, false, null),
                "b", Map.of(),
                "c", List.of()));
  }

  @Test
  void escapesAreRead() {
    assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude80 $1\""))
        .isEqualTo("\"\\/\b\f\n\r\t\u00e9\ud83d\ude80 $1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "1 2", "\"\n\"", "\"\\x\"", "NaN", "'a'"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text));
  }
}
