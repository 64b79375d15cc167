package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Encodes what would else go into a stream of Java serialization. Travels with the setup. */
public interface UsersCodec extends Serializable {

  /**
   * Encodes objects.
   *
   * @param objects at least one
   * @return bytes
   * @throws IOException if that is not possible
   */
  byte[] encode(Object[] objects) throws IOException;

  /**
   * Decodes objects.
   *
   * @param bytes of {@link #encode}
   * @param loader finds classes
   * @return the objects
   * @throws IOException if the bytes cannot be read
   * @throws ClassNotFoundException if a class is missing
   */
  @Nullable Object[] decode(byte[] bytes, ClassLoader loader)
      throws IOException, ClassNotFoundException;
}
