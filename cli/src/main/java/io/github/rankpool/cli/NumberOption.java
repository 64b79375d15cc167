package io.github.rankpool.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * An option that takes a whole number. It is read here, as picocli's own message does not say what
 * is accepted.
 *
 * @param name with its dashes
 * @param accepted the numbers in words
 * @param least number accepted
 * @param most number accepted
 */
record NumberOption(String name, String accepted, int least, int most) {

  /**
   * Reads the option's value.
   *
   * @param value as given, or null
   * @param commandLine for the failure
   * @return null if none was given
   * @throws ParameterException if it is no such number
   */
  @Nullable Integer read(@Nullable String value, CommandLine commandLine) {
    if (value == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(value);
      if (least <= number && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ParameterException(
        commandLine, name + " takes " + accepted + ", not '" + value + "'");
  }
}
