package io.github.rankpool.backend.openmpi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnedRankTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "plain", "a b\tc\n", "100%", ":", "-D+=\"'", "ä€😀"})
  void argumentsSurviveAsPlainWords(String argument) {
    String encoded = SpawnedRank.encode(argument);
    assertThat(encoded).matches("\\p{ASCII}+").doesNotContainAnyWhitespaces();
    assertThat(SpawnedRank.decode(encoded)).isEqualTo(argument);
  }
}
