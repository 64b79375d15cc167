package io.github.rankpool.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.MapConfiguration;

/**
 * One place where settings are written. Immutable.
 *
 * @param values under the names that they have there, none of other programs
 * @param names of a setting there, best first
 * @param otherNames that may stand there and are no settings
 * @param origin of a name, for messages
 */
record Layer(
    Configuration values,
    Function<Setting<?>, List<String>> names,
    List<String> otherNames,
    UnaryOperator<String> origin) {

  static Layer ofProperties(Properties properties) {
    Map<String, String> own =
        properties.stringPropertyNames().stream()
            .filter(name -> name.startsWith(Setting.PROPERTY_PREFIX))
            .collect(Collectors.toMap(name -> name, properties::getProperty));
    return new Layer(
        new MapConfiguration(own),
        Setting::properties,
        OtherName.startingWith(Setting.PROPERTY_PREFIX),
        name -> "system property " + name);
  }

  static Layer ofEnvironment(Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    own.keySet().removeIf(name -> !name.startsWith(Setting.VARIABLE_PREFIX));
    return ofVariables(own, Setting::variables);
  }

  /** What is set for mpi4py.futures, as far as it means the same here. */
  static Layer ofMpi4py(Map<String, String> environment) {
    Function<Setting<?>, List<String>> names =
        setting -> setting.mpi4pyVariable().stream().toList();
    Map<String, String> own = new HashMap<>(environment);
    own.keySet().retainAll(namesOfAll(names).toList());
    return ofVariables(own, names);
  }

  private static Layer ofVariables(
      Map<String, String> variables, Function<Setting<?>, List<String>> names) {
    return new Layer(
        new MapConfiguration(variables),
        names,
        OtherName.startingWith(Setting.VARIABLE_PREFIX),
        name -> "environment variable " + name);
  }

  /** What was read from a file. */
  static Layer ofFile(Configuration values, Path path) {
    return new Layer(values, Setting::keys, List.of(), key -> key + " in " + path);
  }

  private static Stream<String> namesOfAll(Function<Setting<?>, List<String>> names) {
    return Setting.all().stream().flatMap(setting -> names.apply(setting).stream());
  }

  /** What is given for a setting, as it is. */
  Optional<Settings.Value<String>> find(Setting<?> setting) {
    return names.apply(setting).stream()
        .filter(values::containsKey)
        .findFirst()
        // Not getString, which replaces what looks like a variable.
        .map(name -> new Settings.Value<>(values.getProperty(name).toString(), origin.apply(name)));
  }

  /** Complaints about names that nobody knows. */
  Stream<String> unknownNames() {
    Set<String> known =
        Stream.concat(namesOfAll(names), otherNames.stream()).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    values.getKeys().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    return unknown.stream().map(name -> UnknownNames.complaint(origin.apply(name), name, known));
  }
}
