package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.StreamCorruptedException;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link JavaOutput} has written, with the classes of a given loader. */
final class JavaInput extends ObjectInputStream {
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

  /** An element takes a byte at least; but maps make tables larger than their number of entries. */
  private static final long MAX_ELEMENTS_PER_BYTE = 8;

  private final List<Object> beside;
  private final ClassLoader loader;
  private final Makers makers;
  private final Screening screening;
  private @Nullable ClassNotFoundException missing;

  /** Of the class description that was read last. */
  private Maker.@Nullable OfClass latest;

  JavaInput(
      InputStream in, List<Object> beside, ClassLoader loader, Makers makers, Screening screening)
      throws IOException {
    super(in);
    this.beside = beside;
    this.loader = loader;
    this.makers = makers;
    this.screening = screening;
    enableResolveObject(true);
    long maxElements = MAX_ELEMENTS_PER_BYTE * makers.payload().bytes();
    setObjectInputFilter(screening.ofStream(getObjectInputFilter(), maxElements));
  }

  /** The first class that was not found. */
  @Nullable ClassNotFoundException missing() {
    return missing;
  }

  @Override
  protected void readStreamHeader() {
    // There is none.
  }

  @Override
  protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
    int code = readUnsignedShort();
    if (code == JavaOutput.PLAIN) {
      return super.readClassDescriptor();
    }
    if (code != JavaOutput.INLINE) {
      return describedBy(makers.numbered(code - JavaOutput.NUMBERED));
    }
    byte[] bytes = new byte[readUnsignedShort()];
    readFully(bytes);
    return describedBy(makers.inline(bytes));
  }

  private ObjectStreamClass describedBy(Maker maker) throws StreamCorruptedException {
    if (maker instanceof Maker.OfClass ofClass) {
      latest = ofClass;
      return ofClass.description;
    }
    throw new StreamCorruptedException("definition is not that of a class");
  }

  @Override
  protected Object resolveObject(Object object) throws IOException {
    if (!(object instanceof JavaOutput.ArrayReference reference)) {
      return object;
    }
    if (reference.index < 0 || reference.index >= beside.size()) {
      throw new InvalidObjectException("no array " + reference.index + " beside the stream");
    }
    Object array = beside.get(reference.index);
    screening.require(array.getClass(), Array.getLength(array), 1, reference.index, 0);
    return array;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
    if (latest == null || latest.description != description) {
      return find(description);
    }
    Class<?> known = latest.found;
    if (known == null) {
      known = find(description);
      latest.found = known;
    }
    return known;
  }

  private Class<?> find(ObjectStreamClass description) throws ClassNotFoundException {
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
  protected Class<?> resolveProxyClass(String[] interfaces)
      throws IOException, ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < interfaces.length; i++) {
      types[i] = Class.forName(interfaces[i], false, loader);
      // The stream asks once the class of the proxy is made.
      screening.require(types[i], -1, 1, 0, 0);
    }
    return Proxy.newProxyInstance(loader, types, (proxy, method, args) -> null).getClass();
  }
}
