package io.github.rankpool.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a {@link Definition} are put together again from their parts, in the way that
 * Java serialization does: records by their canonical constructor, components matched by name;
 * lambdas by the method that the compiler wrote for that; enums by the constant's name. Counterpart
 * of {@link Form}.
 */
abstract class Maker {
  final ClassLoader loader;

  /** What is named; not initialized by this. Null if a stream names it. */
  final @Nullable Class<?> type;

  final int parts;
  final boolean hasIdentity;

  private Maker(ClassLoader loader, @Nullable Class<?> type, int parts, boolean hasIdentity) {
    this.loader = loader;
    this.type = type;
    this.parts = parts;
    this.hasIdentity = hasIdentity;
  }

  abstract Object make(@Nullable Object[] parts) throws ReflectiveOperationException, IOException;

  static Maker of(Definition definition, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(definition.bytes()))) {
      byte kind = in.readByte();
      Maker maker =
          switch (kind) {
            case Definition.RECORD, Definition.ENVELOPE ->
                new OfRecord(
                    loader,
                    kind == Definition.RECORD,
                    find(in.readUTF(), loader),
                    Part.readAll(in));
            case Definition.LAMBDA -> OfLambda.read(in, loader);
            case Definition.CLASS -> new OfClass(loader, ClassDescription.read(in));
            case Definition.ENUM -> new OfEnum(loader, find(in.readUTF(), loader), names(in));
            default -> throw new StreamCorruptedException("definition of kind " + kind);
          };
      if (in.available() > 0) {
        throw new StreamCorruptedException("definition is too long");
      }
      return maker;
    } catch (NoSuchMethodException e) {
      throw new InvalidClassException(
          "class differs from the sender's: it lacks " + e.getMessage());
    }
  }

  private static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }

  /** A record's component at the sender's. */
  private record Part(String name, String type) {
    static List<Part> readAll(DataInputStream in) throws IOException {
      int count = in.readUnsignedShort();
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(new Part(in.readUTF(), in.readUTF()));
      }
      return parts;
    }
  }

  private static final class OfRecord extends Maker {
    private final Constructor<?> constructor;

    /** What a component has that the sender does not know. */
    private final @Nullable Object[] defaults;

    /** For each component, which of the sender's it is; -1 for none. */
    private final int[] sources;

    /** Whether the sender's components are those that there are here. */
    private final boolean same;

    OfRecord(ClassLoader loader, boolean hasIdentity, Class<?> type, List<Part> sent)
        throws IOException, NoSuchMethodException {
      super(loader, type, sent.size(), hasIdentity);
      String name = type.getName();
      if (!type.isRecord() || !Serializable.class.isAssignableFrom(type) || !Form.isPlain(type)) {
        throw new InvalidClassException(name, "class differs from the sender's, a plain record");
      }
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      defaults = new @Nullable Object[components.length];
      sources = new int[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        defaults[i] = Array.get(Array.newInstance(types[i], 1), 0);
        sources[i] = indexOf(components[i], sent, name);
      }
      same = sent.size() == sources.length && isAscending(sources);
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    }

    private static int indexOf(RecordComponent component, List<Part> sent, String name)
        throws InvalidClassException {
      for (int i = 0; i < sent.size(); i++) {
        if (sent.get(i).name().equals(component.getName())) {
          String type = component.getType().getName();
          if (component.getType().isPrimitive() && !type.equals(sent.get(i).type())) {
            throw new InvalidClassException(
                name, "incompatible types for component " + component.getName());
          }
          return i;
        }
      }
      return -1;
    }

    private static boolean isAscending(int[] sources) {
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] != i) {
          return false;
        }
      }
      return true;
    }

    @Override
    Object make(@Nullable Object[] parts) throws ReflectiveOperationException {
      if (same) {
        return constructor.newInstance(parts);
      }
      @Nullable Object[] arguments = new @Nullable Object[sources.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = sources[i] < 0 ? defaults[i] : parts[sources[i]];
      }
      return constructor.newInstance(arguments);
    }
  }

  private static final class OfLambda extends Maker {
    private final Class<?> capturingClass;
    private final int implMethodKind;
    private final String[] names;
    private final Method deserializer;

    /** The one instance of a lambda that captures nothing, as there is one where it is written. */
    private volatile @Nullable Object instance;

    OfLambda(
        ClassLoader loader, int captured, Class<?> capturing, int implMethodKind, String[] names)
        throws NoSuchMethodException {
      super(loader, capturing, captured, captured > 0);
      this.capturingClass = capturing;
      this.implMethodKind = implMethodKind;
      this.names = names;
      this.deserializer =
          capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      deserializer.setAccessible(true);
    }

    static Maker read(DataInputStream in, ClassLoader loader)
        throws IOException, ClassNotFoundException, NoSuchMethodException {
      int captured = in.readUnsignedByte();
      Class<?> capturing = find(in.readUTF().replace('/', '.'), loader);
      int implMethodKind = in.readUnsignedByte();
      String[] names = new String[7];
      for (int i = 0; i < names.length; i++) {
        // The method compares them with constants.
        names[i] = in.readUTF().intern();
      }
      return new OfLambda(loader, captured, capturing, implMethodKind, names);
    }

    @Override
    Object make(@Nullable Object[] captured) throws ReflectiveOperationException {
      Object known = instance;
      if (known != null) {
        return known;
      }
      Object lambda =
          deserializer.invoke(
              null,
              new SerializedLambda(
                  capturingClass,
                  names[0],
                  names[1],
                  names[2],
                  implMethodKind,
                  names[3],
                  names[4],
                  names[5],
                  names[6],
                  captured));
      if (captured.length == 0) {
        instance = lambda;
      }
      return lambda;
    }
  }

  /** Of a class whose objects are in a stream of Java serialization, which makes them. */
  static final class OfClass extends Maker {
    final ObjectStreamClass description;

    /** What the description has led to; null before. */
    volatile @Nullable Class<?> found;

    OfClass(ClassLoader loader, ObjectStreamClass description) {
      super(loader, null, 0, false);
      this.description = description;
    }

    @Override
    Object make(@Nullable Object[] parts) throws IOException {
      throw new StreamCorruptedException("definition of a class that has no short form");
    }
  }

  private static String[] names(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(in.readUTF());
    }
    return names.toArray(String[]::new);
  }

  private static final class OfEnum extends Maker {
    private final Class<?> enumClass;
    private final String[] names;

    /** By the sender's numbers; null before the first was needed, as that initializes the class. */
    private volatile @Nullable Object @Nullable [] constants;

    OfEnum(ClassLoader loader, Class<?> enumClass, String[] names) throws InvalidClassException {
      super(loader, enumClass, 1, false);
      this.enumClass = enumClass;
      this.names = names;
      if (!enumClass.isEnum()) {
        throw new InvalidClassException(
            enumClass.getName(), "class differs from the sender's, an enum");
      }
    }

    @Override
    Object make(@Nullable Object[] parts) throws IOException {
      int index = parts[0] instanceof Integer i ? i : -1;
      if (index < 0 || index >= names.length) {
        throw new StreamCorruptedException("constant " + parts[0] + " of " + enumClass.getName());
      }
      @Nullable Object[] known = constants;
      if (known == null) {
        known = constantsOf(enumClass);
        constants = known;
      }
      Object constant = known[index];
      if (constant == null) {
        throw new InvalidClassException(
            enumClass.getName(), "has no constant " + names[index] + " here");
      }
      return constant;
    }

    private @Nullable Object[] constantsOf(Class<?> type) {
      @Nullable Object[] found = new @Nullable Object[names.length];
      for (Object constant : type.getEnumConstants()) {
        int index = Arrays.asList(names).indexOf(((Enum<?>) constant).name());
        if (index >= 0) {
          found[index] = constant;
        }
      }
      return found;
    }
  }
}
