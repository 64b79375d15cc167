package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchOptionsTest {
  @AfterEach
  void forget() {
    System.clearProperty(LaunchOptions.LIMIT_PROPERTY);
  }

  private static LaunchOptions options(Map<String, String> info) {
    return LaunchOptions.of(SpawnRequest.of(3, MemberPrograms.Waits.class).info(info).build());
  }

  @Test
  void allRanksAreHereUnlessHostsAreNamed() {
    LaunchOptions options = options(Map.of());
    assertThat(options.isLocal()).isTrue();
    assertThat(options.places()).hasSize(3);
    assertThat(options.ssh()).containsExactly("ssh");
    assertThat(options.limit()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options(Map.of("host", "localhost:2,::1")).isLocal()).isTrue();
  }

  @Test
  void hintsNameHostsAndSsh() {
    LaunchOptions options =
        options(Map.of("host", "localhost,node1:5", "ssh", " ssh  -F my.config "));
    assertThat(options.isLocal()).isFalse();
    assertThat(options.places())
        .extracting(Place::host)
        .containsExactly("localhost", "node1", "node1");
    assertThat(options.ssh()).containsExactly("ssh", "-F", "my.config");
  }

  @Test
  void unknownHintsAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> options(Map.of("host", "a", "hosts", "b")))
        .isInstanceOf(MpiException.class)
        .hasMessage("RP-358: the hint 'hosts' is not known. Known are [host, ssh, wdir].");
    assertThatThrownBy(() -> options(Map.of("ssh", " "))).hasMessageStartingWith("RP-358: ");
  }

  @Test
  void theLimitIsAProperty() {
    System.setProperty(LaunchOptions.LIMIT_PROPERTY, " 90 ");
    assertThat(options(Map.of()).limit()).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "soon", "1000001", "99999999999"})
  void otherLimitsAreNamed(String limit) {
    System.setProperty(LaunchOptions.LIMIT_PROPERTY, limit);
    assertThatThrownBy(() -> options(Map.of()))
        .isInstanceOf(MpiException.class)
        .hasMessageMatching("RP-358: .*'" + limit + "'.*");
  }

  @Test
  void placesAreNamedInMessages() {
    assertThat(List.of(Place.LOCAL, new Place("node1")))
        .extracting(Place::toString)
        .containsExactly("on this host", "on host node1");
  }
}
