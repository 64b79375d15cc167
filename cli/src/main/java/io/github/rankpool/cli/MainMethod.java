package io.github.rankpool.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The method {@code public static void main(String[])} of a class. */
final class MainMethod {
  private final Method method;

  private MainMethod(Method method) {
    this.method = method;
  }

  /**
   * Looks for the method; does not initialise its class.
   *
   * @param program its class path is for messages
   * @param loader knows the program's classes
   * @throws RefusedException if class or method is not there or cannot be loaded
   */
  static MainMethod find(Program program, ClassLoader loader) throws RefusedException {
    String className = program.mainClass();
    try {
      Method method = Class.forName(className, false, loader).getMethod("main", String[].class);
      if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != void.class) {
        throw without(className);
      }
      // The method is public, but its class need not be.
      method.setAccessible(true);
      return new MainMethod(method);
    } catch (ClassNotFoundException e) {
      throw new RefusedException(
          "RP-604: there is no class "
              + className
              + " on the class path ("
              + ClassPath.inWords(program.classPath())
              + "). Give the full name, with its package, and its jar or folder with -cp.");
    } catch (UnsupportedClassVersionError e) {
      throw new RefusedException(
          "RP-604: class "
              + className
              + " is for a newer Java than this ("
              + System.getProperty("java.version")
              + ", "
              + System.getProperty("java.home")
              + "). Run it with a newer one, by JAVA_HOME or the PATH, or compile it with --release"
              + " "
              + Runtime.version().feature()
              + ".");
    } catch (LinkageError e) {
      throw new RefusedException(
          "RP-604: class "
              + className
              + " cannot be loaded: "
              + e
              + ". Put all that it needs on the class path with -cp; if its file is damaged,"
              + " compile it again.");
    } catch (NoSuchMethodException e) {
      throw without(className);
    }
  }

  private static RefusedException without(String className) {
    return new RefusedException(
        "RP-605: class "
            + className
            + " has no main method. Give it one: public static void main(String[] args)");
  }

  /**
   * Calls the method.
   *
   * @return what it threw, the frames of this command cut off its stack traces; or null
   */
  @Nullable Throwable call(List<String> arguments) {
    try {
      method.invoke(null, (Object) arguments.toArray(String[]::new));
      return null;
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() != null ? e.getCause() : e;
      trim(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
      return thrown;
    } catch (IllegalAccessException e) {
      return e;
    }
  }

  private static void trim(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    thrown.setStackTrace(trimmed(thrown.getStackTrace()));
    trim(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      trim(suppressed, seen);
    }
  }

  /** Cuts off the call of main and all below it; traces of other threads remain as they are. */
  private static StackTraceElement[] trimmed(StackTraceElement[] trace) {
    int end = trace.length;
    while (end > 0 && !trace[end - 1].getClassName().equals(MainMethod.class.getName())) {
      end--;
    }
    if (end == 0) {
      return trace;
    }
    end--;
    while (end > 0 && isReflection(trace[end - 1].getClassName())) {
      end--;
    }
    return Arrays.copyOf(trace, end);
  }

  private static boolean isReflection(String className) {
    return className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.reflect.");
  }
}
