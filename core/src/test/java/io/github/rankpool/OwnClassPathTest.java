package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class OwnClassPathTest {

  @Test
  void rankpoolIsFoundOnTheClassPathOfThisTest() {
    assertThatCode(() -> OwnClassPath.requireRankpool(ClassLoader.getSystemClassLoader()))
        .doesNotThrowAnyException();
  }

  @Test
  void aClassPathWithoutRankpoolIsRefusedByNameAndWithWhatHelps() throws Exception {
    try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
      assertThatThrownBy(() -> OwnClassPath.requireRankpool(nothing))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("RP-236: ")
          .hasMessageContaining("'" + System.getProperty("java.class.path") + "'")
          .hasMessageContaining("-Djarmode=tools");
    }
  }
}
