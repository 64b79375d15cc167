package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the makers for what one payload says of classes.
 *
 * @param payload to be decoded
 * @param loader finds classes
 * @param known definitions that came before; null if none are known and none to be remembered
 */
record Makers(Payload payload, ClassLoader loader, @Nullable Definitions known) {

  /** Of a definition in the payload. */
  Maker inline(byte[] bytes) throws IOException, ClassNotFoundException {
    Definition definition = Definition.received(bytes);
    return known == null
        ? Maker.of(definition, loader)
        : known.remembered(definition).maker(loader);
  }

  /** Of a definition that came ahead of the payload. */
  Maker numbered(int number) throws IOException, ClassNotFoundException {
    Definition definition = known == null ? null : known.get(number);
    for (Definition each : payload.definitions()) {
      definition = each.number() == number ? each : definition;
    }
    if (definition == null) {
      throw new StreamCorruptedException(
          "RP-364: definition " + number + " was not sent ahead of what needs it");
    }
    return definition.maker(loader);
  }
}
