package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization; with zero copy, primitive arrays above a threshold stay out of the stream and
 * travel beside it.
 */
public final class JavaCodec implements Codec {
  /**
   * Shorter arrays go into the stream, in bytes: as a message of their own they would cost more.
   */
  static final int MIN_ARRAY_BYTES = 16 * 1024;

  private static final int MAX_CAUSES = 100;

  /** Class objects that no loader finds. */
  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.of(
              void.class,
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class)
          .collect(Collectors.toMap(Class::getName, type -> type));

  private final boolean zeroCopy;

  /**
   * Creates a codec. Both settings read what the other writes.
   *
   * @param zeroCopy whether large primitive arrays stay out of the stream
   */
  public JavaCodec(boolean zeroCopy) {
    this.zeroCopy = zeroCopy;
  }

  @Override
  public Payload encode(@Nullable Object object) throws CodecException {
    Payload.Output bytes = new Payload.Output();
    List<Object> arrays = new ArrayList<>(0);
    try (ObjectOutputStream stream =
        zeroCopy ? new ExtractingOutput(bytes, arrays) : new ObjectOutputStream(bytes)) {
      stream.writeObject(object);
    } catch (NotSerializableException e) {
      throw new CodecException(UnserializablePath.describe(object, e), e);
    } catch (StackOverflowError e) {
      throw new CodecException(
          "objects in "
              + nameOf(object)
              + " are nested too deeply for Java serialization; pass them as a list or array",
          e);
    } catch (IOException | RuntimeException e) {
      throw new CodecException("serialization of " + nameOf(object) + " failed: " + e, e);
    }
    return new Payload(bytes.pieces(), arrays);
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    try (ResolvingInput stream = new ResolvingInput(payload, loader)) {
      try {
        return stream.readObject();
      } catch (IOException | RuntimeException e) {
        // A record is made before the stream tells of a class that a part of it needs.
        throw stream.missing != null ? unknown(stream.missing) : failed(e);
      }
    } catch (ClassNotFoundException e) {
      throw unknown(e);
    } catch (StackOverflowError | IOException | RuntimeException | LinkageError e) {
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

  /** Stands in the stream for an array beside it. */
  private static final class ArrayReference implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int index;

    ArrayReference(int index) {
      this.index = index;
    }
  }

  private static final class ExtractingOutput extends ObjectOutputStream {
    private final List<Object> arrays;

    ExtractingOutput(OutputStream out, List<Object> arrays) throws IOException {
      super(out);
      this.arrays = arrays;
      enableReplaceObject(true);
    }

    // The stream calls this once for each distinct object, so that shared arrays stay shared.
    @Override
    protected Object replaceObject(Object object) {
      if (arrays.size() < PayloadShape.MAX_ARRAYS
          && PrimitiveArrays.isPrimitiveArray(object)
          && PrimitiveArrays.byteLength(object) >= MIN_ARRAY_BYTES) {
        arrays.add(object);
        return new ArrayReference(arrays.size() - 1);
      }
      return object;
    }
  }

  private static final class ResolvingInput extends ObjectInputStream {
    private final List<Object> arrays;
    private final ClassLoader loader;

    /** The first class that was not found. */
    @Nullable ClassNotFoundException missing;

    ResolvingInput(Payload payload, ClassLoader loader) throws IOException {
      this(payload.openStream(), payload.arrays(), loader);
    }

    private ResolvingInput(InputStream in, List<Object> arrays, ClassLoader loader)
        throws IOException {
      super(in);
      this.arrays = arrays;
      this.loader = loader;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) throws IOException {
      if (!(object instanceof ArrayReference reference)) {
        return object;
      }
      if (reference.index < 0 || reference.index >= arrays.size()) {
        throw new InvalidObjectException("no array " + reference.index + " beside the stream");
      }
      return arrays.get(reference.index);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        Class<?> primitive = PRIMITIVES.get(description.getName());
        if (primitive == null) {
          missing = missing == null ? e : missing;
          throw e;
        }
        return primitive;
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
      Class<?>[] types = new Class<?>[interfaces.length];
      for (int i = 0; i < interfaces.length; i++) {
        types[i] = Class.forName(interfaces[i], false, loader);
      }
      return Proxy.newProxyInstance(loader, types, (proxy, method, args) -> null).getClass();
    }
  }
}
