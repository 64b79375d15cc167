package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.NotSerializableException;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes whatever Java serialization does, and to the same effect: simple values, arrays, lists,
 * records, enums and lambdas in a short form, all else by Java serialization itself.
 *
 * <p>Any of these codecs reads what another one writes, but for definitions that travel for
 * themselves.
 */
public final class JavaCodec implements Codec {
  private static final JavaCodec SELF_CONTAINED =
      new JavaCodec(LargeArrays.INSIDE, false, null, null);
  private static final int MAX_CAUSES = 100;

  private final LargeArrays largeArrays;
  private final boolean numbers;
  private final @Nullable Definitions known;
  private final @Nullable UsersCodec users;

  private JavaCodec(
      LargeArrays largeArrays,
      boolean numbers,
      @Nullable Definitions known,
      @Nullable UsersCodec users) {
    this.largeArrays = largeArrays;
    this.numbers = numbers;
    this.known = known;
    this.users = users;
  }

  /**
   * A codec whose payloads are bytes and nothing else.
   *
   * @return remembers nothing
   */
  public static JavaCodec selfContained() {
    return SELF_CONTAINED;
  }

  /**
   * A codec for who sends tasks and reads results. What its payloads say of functions and classes
   * has to be sent ahead of them: {@link Payload#definitions()}.
   *
   * @param zeroCopy whether large primitive arrays stay the caller's own
   * @return a new codec
   */
  public static JavaCodec forTasks(boolean zeroCopy) {
    return new JavaCodec(besides(zeroCopy), true, new Definitions(), null);
  }

  /**
   * A codec for who reads tasks and sends results, which hold all that is needed to read them.
   *
   * @param zeroCopy whether large primitive arrays stay the caller's own
   * @param known what was sent ahead of tasks
   * @return a new codec
   */
  public static JavaCodec forResults(boolean zeroCopy, Definitions known) {
    return new JavaCodec(besides(zeroCopy), false, known, null);
  }

  /**
   * This codec, but for users' objects.
   *
   * @param taker takes them; null for none
   * @return a codec that shares what this one remembers
   */
  public JavaCodec with(@Nullable UsersCodec taker) {
    return new JavaCodec(largeArrays, numbers, known, taker);
  }

  private static LargeArrays besides(boolean zeroCopy) {
    return zeroCopy ? LargeArrays.SHARED : LargeArrays.COPIED;
  }

  @Override
  public Payload encode(@Nullable Object object) throws CodecException {
    try {
      return ObjectWriter.encode(object, largeArrays, numbers, users);
    } catch (NotSerializableException e) {
      throw new CodecException(UnserializablePath.describe(object, e), e);
    } catch (StackOverflowError e) {
      throw new CodecException(
          "objects in "
              + nameOf(object)
              + " are nested too deeply for Java serialization; pass them as a list or array",
          e);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      throw new CodecException("serialization of " + nameOf(object) + " failed: " + e, e);
    }
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    try (ObjectReader reader = new ObjectReader(payload, loader, known, users)) {
      try {
        return reader.read();
      } catch (IOException | RuntimeException e) {
        // A record is made before the stream tells of a class that a part of it needs.
        ClassNotFoundException missing = reader.missing();
        throw missing != null ? unknown(missing) : failed(e);
      }
    } catch (ClassNotFoundException e) {
      throw unknown(e);
    } catch (InvocationTargetException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (StackOverflowError
        | IOException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError
        | InternalError e) {
      // What the JDK's own collections throw where their content is damaged is an InternalError.
      throw failed(e);
    }
  }

  private static CodecException unknown(ClassNotFoundException missing) {
    if (missing instanceof FilteredLoader.RejectedException) {
      return new CodecException(String.valueOf(missing.getMessage()), missing);
    }
    return new CodecException(
        "class "
            + missing.getMessage()
            + " is not known to this process; put it on the class path of master and workers",
        missing);
  }

  private static CodecException failed(Throwable problem) {
    return new CodecException("deserialization failed: " + withRootCause(problem), problem);
  }

  /** A failing static initializer says nothing itself; what it threw does. */
  private static String withRootCause(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
      root = root.getCause();
    }
    return root == thrown ? thrown.toString() : thrown + ", caused by " + root;
  }

  private static String nameOf(@Nullable Object object) {
    return object == null ? "null" : object.getClass().getName();
  }
}
