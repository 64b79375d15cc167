package io.github.rankpool.internal.wire;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where in an object the part is that cannot be serialized, for the error message. Looks
 * breadth first, so that the shortest path is found, and gives up quietly where the JDK keeps its
 * fields closed.
 */
final class UnserializablePath {
  private static final int MAX_VISITED = 100_000;

  private final Deque<Node> queue = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private record Node(Object object, String path) {}

  private UnserializablePath() {}

  static String describe(@Nullable Object root, NotSerializableException failure) {
    String culprit = String.valueOf(failure.getMessage());
    String path = root == null ? null : find(root);
    String text = culprit + " is not serializable";
    if (path != null) {
      text += "; found at " + path;
    }
    return text + "." + remedy(culprit);
  }

  // Collections, and keys that are printed, are users' code.
  private static @Nullable String find(Object root) {
    try {
      return new UnserializablePath().search(root);
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private static String remedy(String className) {
    if (className.contains("$$Lambda")) {
      return " It is a lambda for an interface that is not Serializable: pass it straight to submit"
          + " or map, or declare it as SerializableCallable, SerializableRunnable or"
          + " SerializableFunction.";
    }
    return " Make the class implement java.io.Serializable, make the field transient, or copy what"
        + " the task needs into a local variable before the lambda (a lambda that uses a field"
        + " captures the whole enclosing object).";
  }

  private @Nullable String search(Object root) {
    visit(root, "");
    while (!queue.isEmpty() && seen.size() < MAX_VISITED) {
      Node node = queue.removeFirst();
      Object replaced = lambdaForm(node.object());
      if (replaced instanceof SerializedLambda lambda) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
          visit(lambda.getCapturedArg(i), join(node.path(), "captured value " + (i + 1)));
        }
      } else if (!(node.object() instanceof Serializable)) {
        return node.path().isEmpty() ? null : node.path();
      } else {
        expand(node);
      }
    }
    return null;
  }

  private void visit(@Nullable Object object, String path) {
    if (object != null && !isLeaf(object) && seen.add(object)) {
      queue.addLast(new Node(object, path));
    }
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String
        || object instanceof Number
        || object instanceof Boolean
        || object instanceof Character
        || object instanceof Enum
        || object instanceof Class
        || PrimitiveArrays.isPrimitiveArray(object);
  }

  private void expand(Node node) {
    Object object = node.object();
    if (object instanceof Object[] array) {
      for (int i = 0; i < Array.getLength(array); i++) {
        visit(array[i], join(node.path(), "[" + i + "]"));
      }
    } else if (object instanceof Collection<?> elements) {
      int i = 0;
      for (Object element : elements) {
        visit(element, join(node.path(), "element " + i++));
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            visit(key, join(node.path(), "key " + key));
            visit(value, join(node.path(), "value of key " + key));
          });
    } else {
      expandFields(node);
    }
  }

  private void expandFields(Node node) {
    for (Class<?> type = node.object().getClass();
        type != null && Serializable.class.isAssignableFrom(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && !Modifier.isTransient(modifiers)
            && !field.getType().isPrimitive()) {
          String name =
              node.path().isEmpty()
                  ? field.getName()
                  : type.getSimpleName() + "." + field.getName();
          visit(read(field, node.object()), join(node.path(), name));
        }
      }
    }
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return null;
    }
  }

  private static @Nullable Object lambdaForm(Object object) {
    Class<?> type = object.getClass();
    if (!type.isSynthetic() || !(object instanceof Serializable)) {
      return null;
    }
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return writeReplace.invoke(object);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  private static String join(String path, String step) {
    return path.isEmpty() ? step : path + " -> " + step;
  }
}
