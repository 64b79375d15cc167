package io.github.rankpool;

import io.github.rankpool.internal.wire.UsersCodec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An instance of a class that the program has named; travels as the class. */
final class CodecOfUser implements UsersCodec {
  private static final long serialVersionUID = 1L;

  private final Class<? extends TaskCodec> type;
  private final transient TaskCodec codec;

  /**
   * Makes an instance.
   *
   * @throws IllegalArgumentException if that is not possible
   */
  CodecOfUser(Class<? extends TaskCodec> type) {
    this.type = type;
    try {
      this.codec = type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "RP-365: no instance of the codec "
              + type.getName()
              + ", given to codec, can be made: "
              + (e.getCause() == null ? e : e.getCause())
              + ". Make it a public class with a public constructor without parameters.",
          e);
    }
  }

  private Object readResolve() {
    return new CodecOfUser(type);
  }

  @Override
  public byte[] encode(Object[] objects) throws IOException {
    return codec.encode(objects);
  }

  @Override
  public @Nullable Object[] decode(byte[] bytes, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    return codec.decode(bytes, loader);
  }
}
