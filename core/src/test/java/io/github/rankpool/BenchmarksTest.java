package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.rankpool.testkit.Watchdog;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Every benchmark of {@code bin/bench micro} still runs. */
@ExtendWith(Watchdog.class)
class BenchmarksTest {
  private static final String HARMLESS =
      "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.";

  static List<? extends Class<?>> benchmarks() {
    return new ClassFileImporter()
        .importPackages("io.github.rankpool").stream()
            .filter(type -> type.getSimpleName().endsWith("Benchmark"))
            .map(JavaClass::reflect)
            .toList();
  }

  private static void call(Object benchmark, Method method) throws ReflectiveOperationException {
    method.setAccessible(true);
    Object[] arguments =
        method.getParameterCount() == 0 ? new Object[0] : new Object[] {new Blackhole(HARMLESS)};
    method.invoke(benchmark, arguments);
  }

  private static List<Method> methods(
      Class<?> type, Class<? extends java.lang.annotation.Annotation> marker) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(marker))
        .toList();
  }

  @Test
  void thereAreBenchmarks() {
    assertThat(benchmarks()).hasSizeGreaterThan(3);
  }

  /** As it is, and with each value of a parameter that is an enum. */
  private static List<Object> variants(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getConstructor();
    List<Object> variants = new ArrayList<>();
    variants.add(constructor.newInstance());
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Param.class) && field.getType().isEnum()) {
        for (Object value : field.getType().getEnumConstants()) {
          Object variant = constructor.newInstance();
          field.setAccessible(true);
          field.set(variant, value);
          variants.add(variant);
        }
      }
    }
    return variants;
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void runs(Class<?> type) throws ReflectiveOperationException {
    assertThat(methods(type, Benchmark.class)).isNotEmpty();
    for (Object benchmark : variants(type)) {
      for (Method setup : methods(type, Setup.class)) {
        call(benchmark, setup);
      }
      for (Method method : methods(type, Benchmark.class)) {
        call(benchmark, method);
        call(benchmark, method);
      }
    }
  }
}
