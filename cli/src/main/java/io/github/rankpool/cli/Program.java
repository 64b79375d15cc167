package io.github.rankpool.cli;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A program, as every rank needs it.
 *
 * @param mainClass name of the class whose main method is called at rank 0
 * @param classPath files and folders, absolute, the same on every rank's machine
 * @param classes those compiled by rank 0: class files by class name
 * @param arguments of the main method
 */
record Program(
    String mainClass, List<String> classPath, Map<String, byte[]> classes, List<String> arguments)
    implements Serializable {

  /** A program whose classes are all on its class path. */
  static Program onClassPath(String mainClass, List<String> classPath, List<String> arguments) {
    return new Program(mainClass, classPath, Map.of(), arguments);
  }
}
