package io.github.rankpool.backend.mpj.launch;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell (IEEE 1003.1 §2.2.2). */
final class ShellText {
  private ShellText() {}

  /** A word that the shell takes as it is. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String join(List<String> words) {
    return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
  }
}
