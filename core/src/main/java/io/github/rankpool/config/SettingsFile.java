package io.github.rankpool.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The file with settings: the one that is named, or else {@value #NAME} in the working directory if
 * there is one.
 *
 * @param path absolute
 * @param origin who has named it, for messages
 */
record SettingsFile(Path path, String origin) {
  static final String NAME = "rankpool.properties";

  /**
   * Looks for the file.
   *
   * @param properties as system properties
   * @param environment as environment variables
   * @param directory the working directory
   * @return a file to be read, or empty if none is named and none is there
   * @throws IllegalArgumentException if what is named cannot be the name of a file
   */
  static Optional<SettingsFile> find(
      Properties properties, Map<String, String> environment, Path directory) {
    String property = properties.getProperty(OtherName.FILE_PROPERTY, "");
    if (!property.isBlank()) {
      return Optional.of(named(property, "system property " + OtherName.FILE_PROPERTY, directory));
    }
    String variable = environment.getOrDefault(OtherName.FILE_VARIABLE, "");
    if (!variable.isBlank()) {
      return Optional.of(
          named(variable, "environment variable " + OtherName.FILE_VARIABLE, directory));
    }
    Path usual = directory.resolve(NAME).toAbsolutePath();
    return Files.exists(usual)
        ? Optional.of(new SettingsFile(usual, "in the working directory"))
        : Optional.empty();
  }

  private static SettingsFile named(String name, String origin, Path directory) {
    try {
      return new SettingsFile(directory.resolve(name.strip()).toAbsolutePath(), origin);
    } catch (InvalidPathException e) {
      throw unusable(name, origin, "is no path: " + e.getReason(), e);
    }
  }

  /**
   * Reads the file.
   *
   * @return its settings
   * @throws IllegalArgumentException if it cannot be read, or has a key twice
   */
  Layer read() {
    PropertiesConfiguration values = new PropertiesConfiguration();
    values.setIncludesAllowed(false);
    try {
      values.read(new StringReader(Files.readString(path)));
    } catch (CharacterCodingException e) {
      throw unusable("is not UTF-8 text", e);
    } catch (ConfigurationException | ConfigurationRuntimeException e) {
      throw unusable("is no properties file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unusable(reason(), e);
    }
    for (Iterator<String> keys = values.getKeys(); keys.hasNext(); ) {
      String key = keys.next();
      if (values.getProperty(key) instanceof Collection<?> several) {
        throw unusable("has " + key + " more than once: " + several, null);
      }
    }
    return Layer.ofFile(values, path);
  }

  private String reason() {
    if (!Files.exists(path)) {
      return "does not exist";
    }
    return Files.isDirectory(path) ? "is a folder" : "cannot be read";
  }

  private IllegalArgumentException unusable(String reason, @Nullable Exception cause) {
    return unusable(path.toString(), origin, reason, cause);
  }

  private static IllegalArgumentException unusable(
      String file, String origin, String reason, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "RP-106: the settings file '"
            + file
            + "' ("
            + origin
            + ") "
            + reason
            + ". Correct the file or its name: "
            + OtherName.FILE_VARIABLE
            + " or -D"
            + OtherName.FILE_PROPERTY
            + " names one",
        cause);
  }
}
