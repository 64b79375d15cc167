package io.github.rankpool.testkit;

import io.github.rankpool.spi.MpiRuntime;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/**
 * What every rank of a test world runs: a reference to a static method ({@code
 * MyScenarios::ranksAgree}), so that it has a name by which another process can run it.
 */
@FunctionalInterface
public interface Scenario extends Serializable {

  /**
   * Runs one rank. Called on the thread that started MPI; the caller closes the runtime.
   *
   * @param runtime this rank's MPI
   * @throws Exception or any error, to let the test fail
   */
  void run(MpiRuntime runtime) throws Exception;

  /**
   * The name by which {@link ScenarioProgram} finds the method in another process.
   *
   * @return class name and method name, as {@code Class#method}
   * @throws IllegalArgumentException if this scenario is not a reference to a static method
   */
  default String methodName() {
    SerializedLambda lambda = serialized();
    String method = lambda.getImplMethodName();
    if (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
        || method.startsWith("lambda$")) {
      throw new IllegalArgumentException(
          "a scenario must be a reference to a static method, not "
              + lambda.getImplClass()
              + "#"
              + method);
    }
    return lambda.getImplClass().replace('/', '.') + "#" + method;
  }

  private SerializedLambda serialized() {
    try {
      Method writeReplace = getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return (SerializedLambda) writeReplace.invoke(this);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "a scenario must be a reference to a static method, not " + getClass(), e);
    }
  }
}
