package io.github.rankpool.backend.openmpi;

import io.github.rankpool.spi.Hindrance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Open MPI's launcher refuses to run for root, unless the environment allows it twice. */
final class RootPermission {
  private static final List<String> VARIABLES =
      List.of("OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM");

  private RootPermission() {}

  /** What root has not allowed; nothing for other users. */
  static Optional<Hindrance> missing(@Nullable String user, Map<String, String> environment) {
    List<String> settings =
        VARIABLES.stream()
            .filter(variable -> !"1".equals(environment.get(variable)))
            .map(variable -> variable + "=1")
            .toList();
    if (!"root".equals(user) || settings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Hindrance(
            "Open MPI's mpiexec refuses to run as root, who has not allowed it",
            "Be another user, or: export " + String.join(" ", settings)));
  }
}
