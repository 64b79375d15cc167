package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiRuntime;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A runtime whose every call, and every call of what it returns, goes through an interceptor. */
final class Intercepted {

  /** A call on its way to the real backend. */
  static final class Call {
    private final Object target;
    private final Method method;
    private final @Nullable Object[] arguments;
    private final Map<Object, Object> memory;

    private Call(
        Object target, Method method, @Nullable Object[] arguments, Map<Object, Object> memory) {
      this.target = target;
      this.method = method;
      this.arguments = arguments;
      this.memory = memory;
    }

    Object target() {
      return target;
    }

    /** What the interceptor remembers about the target. */
    Map<Object, Object> memory() {
      return memory;
    }

    boolean is(String... names) {
      return List.of(names).contains(method.getName());
    }

    int arguments() {
      return arguments.length;
    }

    <T> T argument(Class<T> type, int index) {
      return type.cast(Objects.requireNonNull(arguments[index]));
    }

    Call with(int index, Object value) {
      @Nullable Object[] changed = arguments.clone();
      changed[index] = value;
      return new Call(target, method, changed, memory);
    }

    @Nullable Object proceed() throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  /** What may go wrong. */
  @FunctionalInterface
  interface Interceptor {
    @Nullable Object intercept(Call call) throws Throwable;
  }

  private final Interceptor interceptor;
  private final IdentityHashMap<Object, Object> wrappers = new IdentityHashMap<>();

  private Intercepted(Interceptor interceptor) {
    this.interceptor = interceptor;
  }

  static MpiRuntime runtime(MpiRuntime real, Interceptor interceptor) {
    return (MpiRuntime) new Intercepted(interceptor).wrap(real, MpiRuntime.class);
  }

  private synchronized Object wrap(Object real, Class<?> type) {
    return wrappers.computeIfAbsent(
        real,
        key ->
            Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new Handler(real)));
  }

  private final class Handler implements InvocationHandler {
    private final Object real;
    private final Map<Object, Object> memory = new ConcurrentHashMap<>();

    Handler(Object real) {
      this.real = real;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
        throws Throwable {
      @Nullable Object[] unwrapped = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < unwrapped.length; i++) {
        unwrapped[i] = unwrap(unwrapped[i]);
      }
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(real, unwrapped);
      }
      return wrapResult(interceptor.intercept(new Call(real, method, unwrapped, memory)));
    }

    private @Nullable Object unwrap(@Nullable Object value) {
      return value != null
              && Proxy.isProxyClass(value.getClass())
              && Proxy.getInvocationHandler(value) instanceof Handler handler
          ? handler.real
          : value;
    }

    private @Nullable Object wrapResult(@Nullable Object result) {
      if (result instanceof Optional<?> optional) {
        return optional.map(this::wrapResult);
      }
      if (result instanceof IntraCommunicator) {
        return wrap(result, IntraCommunicator.class);
      }
      if (result instanceof InterCommunicator) {
        return wrap(result, InterCommunicator.class);
      }
      if (result instanceof MatchedMessage) {
        return wrap(result, MatchedMessage.class);
      }
      return result;
    }
  }
}
