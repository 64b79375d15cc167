package io.github.rankpool.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Says what may have been meant by a name that nobody knows. */
final class UnknownNames {
  private UnknownNames() {}

  /**
   * A message.
   *
   * @param origin what it is and where it stands
   * @param name the name alone
   * @param known names that can stand there
   */
  static String complaint(String origin, String name, Collection<String> known) {
    return "RP-107: "
        + origin
        + " is not known. "
        + nearest(name, known)
            .map(other -> "Did you mean " + other + "?")
            .orElse("'rankpool config' lists the names there are.");
  }

  /** The known name that is most like another one; empty if none is like it. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int mistakes = Math.max(1, bare(name).length() / 3);
    return known.stream()
        .filter(other -> distance(name, other) <= mistakes)
        .min(Comparator.comparing(other -> distance(name, other)));
  }

  private static int distance(String one, String other) {
    return LevenshteinDistance.getDefaultInstance().apply(bare(one), bare(other));
  }

  /** Names of properties, variables and keys of files are alike then. */
  private static String bare(String name) {
    String key = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return key.replaceFirst("^rankpool[.-]", "");
  }
}
