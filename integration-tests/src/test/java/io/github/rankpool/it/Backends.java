package io.github.rankpool.it;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Which backends the tests can use here, and which they must be able to use: those listed in {@code
 * RANKPOOL_REQUIRE_BACKENDS}.
 */
final class Backends {
  static final String REQUIRED_VARIABLE = "RANKPOOL_REQUIRE_BACKENDS";

  private Backends() {}

  /** Names of the backends whose absence is an error rather than a reason to skip. */
  static List<String> required() {
    String list = System.getenv(REQUIRED_VARIABLE);
    return list == null
        ? List.of()
        : Arrays.stream(list.split("[, ]+", -1)).filter(name -> !name.isEmpty()).toList();
  }

  /** Whether a backend can be used here; not if it is not even on the class path. */
  static Availability availability(String name) {
    return ServiceLoader.load(MpiProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .map(MpiProvider::availability)
        .orElseGet(
            () ->
                Availability.unusable(
                    "not on the class path of the tests",
                    "Run bin/setup, and the tests with Maven's profile " + name));
  }

  /** Says why a backend cannot be used and what to do about it. */
  static String problem(String name, Availability availability) {
    return "backend " + name + ": " + availability.detail() + ". " + availability.remedy();
  }
}
