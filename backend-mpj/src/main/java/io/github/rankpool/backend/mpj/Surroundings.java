package io.github.rankpool.backend.mpj;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a search for MPJ Express depends on, so that tests can give their own.
 *
 * @param property system properties by name; null where not set
 * @param variable environment variables by name; null where not set
 * @param resource whether this module's class loader has a resource of that name
 * @param systemHomes where distributions put MPJ Express
 * @param systemLog4j where distributions put log4j 1.2
 */
record Surroundings(
    UnaryOperator<@Nullable String> property,
    UnaryOperator<@Nullable String> variable,
    Predicate<String> resource,
    List<Path> systemHomes,
    List<Path> systemLog4j) {

  /** Debian and its kin. */
  static Surroundings ofThisProcess() {
    ClassLoader module = Surroundings.class.getClassLoader();
    return new Surroundings(
        System::getProperty,
        System::getenv,
        name -> module.getResource(name) != null,
        List.of(Path.of("/usr/share/mpj")),
        List.of(Path.of("/usr/share/java/log4j-1.2.jar")));
  }

  /** A setting, or null if it is not set or blank. */
  @Nullable String property(String name) {
    return blankToNull(property.apply(name));
  }

  /** A setting, or null if it is not set or blank. */
  @Nullable String variable(String name) {
    return blankToNull(variable.apply(name));
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
