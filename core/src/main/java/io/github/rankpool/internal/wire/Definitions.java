package io.github.rankpool.internal.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that a receiver has got from one sender, and remembers. Safe for use by many
 * threads.
 */
public final class Definitions {
  private static final int MAX_REMEMBERED = 1024;

  private final Map<Integer, Definition> numbered = new ConcurrentHashMap<>();
  private final Map<Definition, Definition> inline = new ConcurrentHashMap<>();

  /**
   * Takes a definition that payloads to come refer to by its number.
   *
   * @param definition that came
   */
  public void add(Definition definition) {
    numbered.put(definition.number(), definition);
  }

  /** The definition of a number; null if none came. */
  @Nullable Definition get(int number) {
    return numbered.get(number);
  }

  /** An equal definition that came before in some payload, if there is one: its maker is known. */
  Definition remembered(Definition definition) {
    Definition known = inline.get(definition);
    if (known != null) {
      return known;
    }
    if (inline.size() < MAX_REMEMBERED) {
      inline.put(definition, definition);
    }
    return definition;
  }
}
