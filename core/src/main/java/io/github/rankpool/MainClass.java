package io.github.rankpool;

import io.github.rankpool.config.Settings;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The class whose main method is the program. */
final class MainClass {
  private static final String COMMAND_PROPERTY = "sun.java.command";

  private MainClass() {}

  /** Name of the class; empty if it cannot be told. */
  static String name() {
    String named = System.getProperty(Settings.MAIN_CLASS_PROPERTY);
    if (named != null) {
      return named;
    }
    String command = System.getProperty(COMMAND_PROPERTY, "").strip();
    String first = command.split("\\s", 2)[0];
    if (first.endsWith(".jar")) {
      return ofJar(first);
    }
    // With modules it is module/class.
    return first.substring(first.indexOf('/') + 1);
  }

  private static String ofJar(String path) {
    try (JarFile jar = new JarFile(path)) {
      Manifest manifest = jar.getManifest();
      String name =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      return name == null ? "" : name;
    } catch (IOException e) {
      // Not to be read any more; nothing depends on it but the hiding of one class.
      return "";
    }
  }
}
