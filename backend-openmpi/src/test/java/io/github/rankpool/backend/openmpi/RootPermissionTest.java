package io.github.rankpool.backend.openmpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.Hindrance;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RootPermissionTest {
  private static final Map<String, String> HALF = Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1");
  private static final Map<String, String> WHOLE =
      Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");

  private static Optional<String> remedy(String user, Map<String, String> environment) {
    return RootPermission.missing(user, environment).map(Hindrance::remedy);
  }

  @Test
  void rootIsToldBothVariables() {
    assertThat(remedy("root", Map.of()).orElseThrow())
        .endsWith("export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
  }

  @Test
  void rootIsToldTheOneThatIsMissing() {
    assertThat(remedy("root", HALF).orElseThrow())
        .endsWith("export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
  }

  @Test
  void nothingIsMissingWhereRootHasAllowedItOrIsNotTheUser() {
    assertThat(remedy("root", WHOLE)).isEmpty();
    assertThat(remedy("ada", Map.of())).isEmpty();
  }
}
