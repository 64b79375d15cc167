package io.github.rankpool.cli;

import io.github.rankpool.spi.MpiProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

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
}
