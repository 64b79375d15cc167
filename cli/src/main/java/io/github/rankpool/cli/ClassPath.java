package io.github.rankpool.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads class paths as {@code java} does. */
final class ClassPath {
  private static final String WILDCARD = "*";
  private static final int MOST_SHOWN = 4;

  private ClassPath() {}

  /**
   * The entries of a class path. An empty one is the working folder; {@code folder/*} stands for
   * the jars in that folder, in the order of their names. What does not exist is kept or stands for
   * nothing, as with {@code java}.
   *
   * @return absolute paths
   */
  static List<String> parse(String path) {
    List<String> entries = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      if (entry.equals(WILDCARD) || entry.endsWith(File.separator + WILDCARD)) {
        entries.addAll(jarsIn(Path.of(entry.substring(0, entry.length() - WILDCARD.length()))));
      } else {
        entries.add(absolute(Path.of(entry)));
      }
    }
    return entries;
  }

  /** Its first entries, and those that are not there. */
  static String inWords(List<String> entries) {
    List<String> missing = entries.stream().filter(entry -> !Files.exists(Path.of(entry))).toList();
    String all = entries.isEmpty() ? "empty" : first(entries);
    return missing.isEmpty() ? all : all + "; not there: " + first(missing);
  }

  private static String first(List<String> entries) {
    String shown = entries.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    int more = entries.size() - MOST_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private static List<String> jarsIn(Path folder) {
    List<String> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ClassPath::isJar)) {
      files.forEach(file -> jars.add(absolute(file)));
    } catch (IOException e) {
      return List.of();
    }
    jars.sort(null);
    return jars;
  }

  private static boolean isJar(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }
}
