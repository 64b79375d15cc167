package io.github.rankpool;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.ThreadLevel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Guards a rank's MPI, which says that it allows one call at a time, and notes those at once. */
final class OneCallAtATime {
  /** Allowed at any time, by their documentation. */
  private static final Set<String> FREE = Set.of("allocate", "wake", "threadLevel", "toString");

  private final AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
  private final Queue<String> overlaps = new ConcurrentLinkedQueue<>();

  /** The calls that were made during others. */
  List<String> overlaps() {
    return List.copyOf(overlaps);
  }

  <T> T guard(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> guarded(real, method, arguments)));
  }

  private @Nullable Object guarded(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (FREE.contains(method.getName())) {
      return method.getName().equals("threadLevel")
          ? ThreadLevel.SERIALIZED
          : invoke(real, method, arguments);
    }
    Thread me = Thread.currentThread();
    if (!caller.compareAndSet(null, me)) {
      overlaps.add(method + " by " + me + " during a call by " + caller.get());
    }
    try {
      return guardedResult(invoke(real, method, arguments));
    } finally {
      caller.compareAndSet(me, null);
    }
  }

  private static @Nullable Object invoke(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object guardedResult(@Nullable Object result) {
    if (result instanceof Optional<?> optional) {
      return optional.map(this::guardedResult);
    }
    if (result instanceof IntraCommunicator communicator) {
      return guard(IntraCommunicator.class, communicator);
    }
    return result instanceof Request request ? guard(Request.class, request) : result;
  }
}
