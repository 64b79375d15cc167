package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiRuntime;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  private static final MpiRuntime NO_RUNTIME =
      (MpiRuntime)
          Proxy.newProxyInstance(
              ScenarioTest.class.getClassLoader(),
              new Class<?>[] {MpiRuntime.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private static void fails(MpiRuntime runtime) {
    throw new AssertionError("ran with " + (runtime == NO_RUNTIME));
  }

  @Test
  void aReferenceToAStaticMethodIsRunByItsName() {
    Scenario scenario = ScenarioTest::fails;
    String name = scenario.methodName();
    assertThat(name).isEqualTo("io.github.rankpool.testkit.ScenarioTest#fails");
    assertThatThrownBy(() -> new ScenarioProgram().run(NO_RUNTIME, List.of(name)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("ran with true");
  }

  @Test
  void whatHasNoNameIsRefused() {
    Scenario lambda = runtime -> runtime.wake();
    assertThatThrownBy(lambda::methodName).isInstanceOf(IllegalArgumentException.class);
    Scenario virtual = MpiRuntime::wake;
    assertThatThrownBy(virtual::methodName).isInstanceOf(IllegalArgumentException.class);
  }
}
