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
      new JavaCodec(LargeArrays.INSIDE, false, null, null, null);
  private static final int MAX_CAUSES = 100;

  private final LargeArrays largeArrays;
  private final boolean numbers;
  private final @Nullable Definitions known;
  private final @Nullable UsersCodec users;
  private final @Nullable SerialFilter filter;

  private JavaCodec(
      LargeArrays largeArrays,
      boolean numbers,
      @Nullable Definitions known,
      @Nullable UsersCodec users,
      @Nullable SerialFilter filter) {
    this.largeArrays = largeArrays;
    this.numbers = numbers;
    this.known = known;
    this.users = users;
    this.filter = filter;
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
    return new JavaCodec(besides(zeroCopy), true, new Definitions(), null, null);
  }

  /**
   * A codec for who reads tasks and sends results, which hold all that is needed to read them.
   *
   * @param zeroCopy whether large primitive arrays stay the caller's own
   * @param known what was sent ahead of tasks
   * @return a new codec
   */
  public static JavaCodec forResults(boolean zeroCopy, Definitions known) {
    return new JavaCodec(besides(zeroCopy), false, known, null, null);
  }

  /**
   * This codec, but for users' objects.
   *
   * @param taker takes them; null for none
   * @return a codec that shares what this one remembers
   */
  public JavaCodec with(@Nullable UsersCodec taker) {
    return new JavaCodec(largeArrays, numbers, known, taker, filter);
  }

  /**
   * This codec, but screening what it reads. What a {@link UsersCodec} reads is that one's own
   * business.
   *
   * @param asked about all that is read; null for the JVM's own, if it has one
   * @return a codec that shares what this one remembers
   */
  public JavaCodec filteredBy(@Nullable SerialFilter asked) {
    return new JavaCodec(largeArrays, numbers, known, users, asked);
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
          "RP-412: objects in "
              + nameOf(object)
              + " are nested too deeply for Java serialization; pass them as a list or array",
          e);
    } catch (OutOfMemoryError e) {
      throw new CodecException(
          "RP-413: no memory to serialize "
              + nameOf(object)
              + " in ("
              + e.getMessage()
              + "); pass less, or give this JVM more with -Xmx",
          e);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      throw new CodecException("serialization of " + nameOf(object) + " failed: " + e, e);
    }
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    try (ObjectReader reader =
        new ObjectReader(payload, loader, known, users, new Screening(filter))) {
      try {
        return reader.read();
      } catch (IOException | RuntimeException e) {
        String rejection = reader.rejection();
        if (rejection != null) {
          throw new CodecException(rejection, e);
        }
        // A record is made before the stream tells of a class that a part of it needs.
        ClassNotFoundException missing = reader.missing();
        throw missing != null ? unknown(missing) : failed(e);
      }
    } catch (ClassNotFoundException e) {
      throw unknown(e);
    } catch (InvocationTargetException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (StackOverflowError e) {
      throw new CodecException(
          "RP-412: it holds objects nested too deeply for Java serialization; pass them as a list"
              + " or array, or give the threads of this JVM more stack with -Xss",
          e);
    } catch (OutOfMemoryError e) {
      throw new CodecException(
          "RP-413: no memory to deserialize "
              + payload.bytes()
              + " bytes into ("
              + e.getMessage()
              + "); pass less, or give this JVM more with -Xmx",
          e);
    } catch (IOException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError
        | InternalError e) {
      // An InternalError is what the JDK's Map.of throws for a key without a value.
      throw failed(e);
    }
  }

  private static CodecException unknown(ClassNotFoundException missing) {
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
