package io.github.rankpool.backend.openmpi;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment of this process as C sees it, which Java can only read. Set by C's {@code setenv}
 * through the foreign-function API of JDK 22; by reflection, as this class is made for older ones.
 */
final class NativeEnvironment {
  private static final String API = "java.lang.foreign.";
  private static final int OVERWRITE = 1;

  private NativeEnvironment() {}

  /**
   * Sets a variable, for native code of this process and the processes that it starts.
   *
   * @return false if this JDK cannot, or its user has forbidden it
   */
  static boolean set(String variable, String value) {
    try {
      return setenv(variable, value) == 0;
    } catch (Throwable e) {
      // Whatever keeps it from being set, it is not.
      return false;
    }
  }

  private static int setenv(String variable, String value) throws Throwable {
    Class<?> linkerType = type("Linker");
    Object linker = call(linkerType, null, "nativeLinker");
    Object libraries = call(linkerType, linker, "defaultLookup");
    Optional<?> function = (Optional<?>) call(type("SymbolLookup"), libraries, "find", "setenv");
    Class<?> option = type("Linker$Option");
    MethodHandle setenv =
        (MethodHandle)
            linkerType
                .getMethod(
                    "downcallHandle",
                    type("MemorySegment"),
                    type("FunctionDescriptor"),
                    option.arrayType())
                .invoke(linker, function.orElseThrow(), signature(), Array.newInstance(option, 0));
    Class<?> arenaType = type("Arena");
    try (AutoCloseable arena = (AutoCloseable) call(arenaType, null, "ofConfined")) {
      Object name = call(arenaType, arena, "allocateFrom", variable);
      Object text = call(arenaType, arena, "allocateFrom", value);
      return (int) setenv.invokeWithArguments(name, text, OVERWRITE);
    }
  }

  /** {@code int setenv(const char *, const char *, int)}. */
  private static Object signature() throws ReflectiveOperationException {
    Class<?> layoutType = type("MemoryLayout");
    Object address = type("ValueLayout").getField("ADDRESS").get(null);
    Object integer = type("ValueLayout").getField("JAVA_INT").get(null);
    Object parameters = Array.newInstance(layoutType, 3);
    Array.set(parameters, 0, address);
    Array.set(parameters, 1, address);
    Array.set(parameters, 2, integer);
    return type("FunctionDescriptor")
        .getMethod("of", layoutType, layoutType.arrayType())
        .invoke(null, integer, parameters);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(API + name);
  }

  private static Object call(Class<?> type, @Nullable Object target, String method)
      throws ReflectiveOperationException {
    return type.getMethod(method).invoke(target);
  }

  private static Object call(Class<?> type, Object target, String method, String argument)
      throws ReflectiveOperationException {
    return type.getMethod(method, String.class).invoke(target, argument);
  }
}
