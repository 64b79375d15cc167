package io.github.rankpool.internal.wire;

import org.jspecify.annotations.Nullable;

/** Turns objects into payloads and back. Safe for use by many threads. */
public interface Codec {

  /**
   * Encodes an object.
   *
   * @param object a task or a result
   * @return the payload
   * @throws CodecException if something in the object cannot be encoded; says what and where
   */
  Payload encode(@Nullable Object object) throws CodecException;

  /**
   * Decodes an object. Runs code of the object's classes.
   *
   * @param payload as encoded by the same kind of codec
   * @param loader finds the object's classes
   * @return the object
   * @throws CodecException if a class is missing or refuses the data
   */
  @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException;
}
