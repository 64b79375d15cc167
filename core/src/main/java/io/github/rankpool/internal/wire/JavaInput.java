package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
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

  private final List<Object> beside;
  private final ClassLoader loader;
  private @Nullable ClassNotFoundException missing;

  JavaInput(InputStream in, List<Object> beside, ClassLoader loader) throws IOException {
    super(in);
    this.beside = beside;
    this.loader = loader;
    enableResolveObject(true);
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
  protected Object resolveObject(Object object) throws IOException {
    if (!(object instanceof JavaOutput.ArrayReference reference)) {
      return object;
    }
    if (reference.index < 0 || reference.index >= beside.size()) {
      throw new InvalidObjectException("no array " + reference.index + " beside the stream");
    }
    return beside.get(reference.index);
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
