package io.github.rankpool.internal.wire;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a class are taken apart: into their {@link Definition} and the parts in which
 * they differ. There are forms for records, lambdas and enums that Java serialization would take
 * apart in the same way; counterpart of {@link Maker}.
 */
abstract class Form {
  private static final @Nullable Object[] NO_PARTS = {};

  private static final ClassValue<Finder> FINDERS =
      new ClassValue<>() {
        @Override
        protected Finder computeValue(Class<?> type) {
          try {
            return finder(type);
          } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // Its module keeps it closed. Java serialization is above that.
            return NONE;
          }
        }
      };
  private static final Finder NONE = object -> null;

  /** Tells the form of the objects of one class. */
  private interface Finder {
    @Nullable Form formOf(Object object) throws ReflectiveOperationException;
  }

  final Definition definition;

  /** Whether it makes a difference if two references lead to one object or to equal ones. */
  final boolean hasIdentity;

  /** Whether such an object may be taken apart although others go into a stream of their own. */
  final boolean isEnvelope;

  private Form(Definition definition, boolean hasIdentity, boolean isEnvelope) {
    this.definition = definition;
    this.hasIdentity = hasIdentity;
    this.isEnvelope = isEnvelope;
  }

  /** The form of an object; null if its class has none. */
  static @Nullable Form of(Object object) throws ReflectiveOperationException {
    return FINDERS.get(object.getClass()).formOf(object);
  }

  /** What has to be sent of an object beside its definition. */
  abstract @Nullable Object[] parts(Object object) throws ReflectiveOperationException;

  private static Finder finder(Class<?> type) throws ReflectiveOperationException {
    if (!Serializable.class.isAssignableFrom(type)) {
      return NONE;
    }
    if (type.isHidden() && type.isSynthetic()) {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return new LambdaFinder(writeReplace);
    }
    Form form = null;
    if (type.isRecord() && isPlain(type)) {
      form = ofRecord(type);
    } else if (Enum.class.isAssignableFrom(type)) {
      // A constant with a body has a class of its own.
      form = ofEnum(type.isEnum() ? type : type.getSuperclass());
    }
    Form found = form;
    return object -> found;
  }

  /** Whether a record's class has no say in how it is serialized. */
  static boolean isPlain(Class<?> record) {
    for (Method method : record.getDeclaredMethods()) {
      String name = method.getName();
      if (method.getParameterCount() == 0
          && (name.equals("writeReplace") || name.equals("readResolve"))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Form ofRecord(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Field[] fields = new Field[components.length];
    for (int i = 0; i < fields.length; i++) {
      // Java serialization takes the fields, whatever the accessors return.
      fields[i] = type.getDeclaredField(components[i].getName());
      fields[i].setAccessible(true);
    }
    boolean envelope = Envelope.class.isAssignableFrom(type);
    Definition definition =
        Definition.of(
            envelope ? Definition.ENVELOPE : Definition.RECORD,
            out -> {
              out.writeUTF(type.getName());
              out.writeShort(components.length);
              for (RecordComponent component : components) {
                out.writeUTF(component.getName());
                out.writeUTF(component.getType().getName());
              }
            });
    return definition == null ? null : new OfRecord(definition, envelope, fields);
  }

  private static final class OfRecord extends Form {
    private final Field[] fields;

    OfRecord(Definition definition, boolean envelope, Field[] fields) {
      super(definition, !envelope, envelope);
      this.fields = fields;
    }

    @Override
    @Nullable Object[] parts(Object record) throws ReflectiveOperationException {
      @Nullable Object[] parts = new @Nullable Object[fields.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = fields[i].get(record);
      }
      return parts;
    }
  }

  private static @Nullable Form ofEnum(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    Definition definition =
        Definition.of(
            Definition.ENUM,
            out -> {
              out.writeUTF(type.getName());
              out.writeShort(constants.length);
              for (Object constant : constants) {
                out.writeUTF(((Enum<?>) constant).name());
              }
            });
    return definition == null ? null : new OfEnum(definition);
  }

  private static final class OfEnum extends Form {
    OfEnum(Definition definition) {
      super(definition, false, true);
    }

    @SuppressWarnings("EnumOrdinal") // The definition names the constants in this order.
    @Override
    @Nullable Object[] parts(Object constant) {
      return new @Nullable Object[] {((Enum<?>) constant).ordinal()};
    }
  }

  /** What a lambda's form is, only a lambda of its class can tell. */
  private static final class LambdaFinder implements Finder {
    private final Method writeReplace;
    private volatile @Nullable Form form;

    LambdaFinder(Method writeReplace) {
      this.writeReplace = writeReplace;
    }

    @Override
    public @Nullable Form formOf(Object lambda) throws ReflectiveOperationException {
      Form known = form;
      if (known == null && writeReplace.invoke(lambda) instanceof SerializedLambda serialized) {
        known = OfLambda.of(writeReplace, serialized);
        form = known;
      }
      return known;
    }
  }

  private static final class OfLambda extends Form {
    private final Method writeReplace;
    private final boolean captures;

    private OfLambda(Definition definition, Method writeReplace, boolean captures) {
      super(definition, captures, true);
      this.writeReplace = writeReplace;
      this.captures = captures;
    }

    static @Nullable Form of(Method writeReplace, SerializedLambda lambda) {
      Definition definition =
          Definition.of(
              Definition.LAMBDA,
              out -> {
                out.writeByte(lambda.getCapturedArgCount());
                out.writeUTF(lambda.getCapturingClass());
                out.writeByte(lambda.getImplMethodKind());
                out.writeUTF(lambda.getFunctionalInterfaceClass());
                out.writeUTF(lambda.getFunctionalInterfaceMethodName());
                out.writeUTF(lambda.getFunctionalInterfaceMethodSignature());
                out.writeUTF(lambda.getImplClass());
                out.writeUTF(lambda.getImplMethodName());
                out.writeUTF(lambda.getImplMethodSignature());
                out.writeUTF(lambda.getInstantiatedMethodType());
              });
      return definition == null
          ? null
          : new OfLambda(definition, writeReplace, lambda.getCapturedArgCount() > 0);
    }

    @Override
    @Nullable Object[] parts(Object lambda) throws ReflectiveOperationException {
      if (!captures) {
        return NO_PARTS;
      }
      SerializedLambda serialized = (SerializedLambda) writeReplace.invoke(lambda);
      @Nullable Object[] parts = new @Nullable Object[serialized.getCapturedArgCount()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = serialized.getCapturedArg(i);
      }
      return parts;
    }
  }
}
