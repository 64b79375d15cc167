package io.github.rankpool.testkit;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Runs the {@link Scenario} named by its only argument, {@code Class#method}. This is how a backend
 * whose ranks are processes runs one: {@code mpiexec -n N java -cp ...
 * io.github.rankpool.spi.RankMain BACKEND io.github.rankpool.testkit.ScenarioProgram Class#method}.
 */
public final class ScenarioProgram implements RankProgram {

  /** For the backend that runs it. */
  public ScenarioProgram() {}

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) throws Exception {
    String[] name = arguments.get(0).split("#", -1);
    Class<?> type = Class.forName(name[0]);
    Method method = type.getDeclaredMethod(name[1], MpiRuntime.class);
    method.setAccessible(true);
    try {
      method.invoke(null, runtime);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
