package io.github.rankpool.cli;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The backends on the class path.
 *
 * @param all in the order in which they are shown
 * @param failures why others could not be loaded
 */
record Providers(List<MpiProvider> all, List<String> failures) {
  /** The backend that is no MPI. */
  static final String THREADS = "threads";

  /** Those that Rankpool has, in the order in which core chooses. */
  static final List<String> OWN = List.of("openmpi", "mpj", THREADS);

  Providers {
    all = all.stream().sorted(Comparator.comparingInt(Providers::place)).toList();
    failures = List.copyOf(failures);
  }

  /** Looked for once: every step of the command asks for them. */
  static Providers onClassPath() {
    return OnClassPath.FOUND;
  }

  private static final class OnClassPath {
    static final Providers FOUND = load();
  }

  private static Providers load() {
    List<MpiProvider> found = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Iterator<MpiProvider> providers = ServiceLoader.load(MpiProvider.class).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return new Providers(found, failures);
        }
        found.add(providers.next());
      } catch (ServiceConfigurationError e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Before Rankpool's own: whoever adds a backend wants to see it. */
  private static int place(MpiProvider provider) {
    return OWN.indexOf(provider.name());
  }

  Optional<MpiProvider> named(String name) {
    return all.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  /** The backend whose launcher started this process. */
  Optional<MpiProvider> launcher() {
    return all.stream().filter(MpiProvider::launchedThisProcess).findFirst();
  }

  List<String> names() {
    return all.stream().map(MpiProvider::name).toList();
  }

  /** Whether a backend of Rankpool's, or one on the class path, can be used. */
  Availability availability(String name) {
    return named(name).map(MpiProvider::availability).orElseGet(() -> absence(name));
  }

  /** Of a backend of Rankpool's that is not on the class path. */
  static Availability absence(String name) {
    return Availability.unusable(
        "not on the class path",
        "Put rankpool-backend-" + name + " there; bin/setup and a new build make it");
  }

  /** Names of all that there are, and of Rankpool's own that are not on the class path. */
  List<String> knownNames() {
    return Stream.concat(names().stream(), OWN.stream()).distinct().toList();
  }

  /**
   * Sees that MPI can be started by a child of this process, which would otherwise take itself for
   * a rank of the same job.
   *
   * @param command the sub-command that is to start it
   * @return why not; empty if it can
   */
  Optional<String> refusal(String command) {
    return launcher()
        .map(
            provider ->
                "RP-613: the launcher of "
                    + provider.name()
                    + " started this process, and MPI cannot be tried from within a job of MPI."
                    + " Start rankpool "
                    + command
                    + " by itself.");
  }
}
