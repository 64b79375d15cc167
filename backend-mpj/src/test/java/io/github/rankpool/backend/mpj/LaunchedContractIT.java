package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.Capability;
import io.github.rankpool.testkit.MpjRun;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.WorldHarness;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of the contract on worlds that MPJ Express's own launcher makes. Starting it takes
 * seconds, so that one world runs all scenarios that are for its number of ranks.
 */
class LaunchedContractIT {
  /** Those that take the world to its end. */
  private static final Set<String> ENDS = Set.of("closesTwice");

  private record World(int ranks, List<String> scenarios) {
    @Override
    public String toString() {
      return ranks + " ranks, " + scenarios.size() + " scenarios";
    }
  }

  static Stream<World> worlds() throws ReflectiveOperationException {
    Map<Integer, Set<String>> scenarios = new TreeMap<>();
    Collector contract = new Collector(scenarios);
    for (Class<?> group : BackendContract.class.getDeclaredClasses()) {
      if (group.isAnnotationPresent(org.junit.jupiter.api.Nested.class)) {
        contract.visit(group);
      }
    }
    return scenarios.entrySet().stream()
        .filter(entry -> entry.getKey() > 1)
        .map(entry -> new World(entry.getKey(), List.copyOf(entry.getValue())));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void ranksThatAreThreadsKeepTheContract(World world, @TempDir Path folder) {
    check(run(folder).threads(world.ranks(), program(world)), world);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void ranksThatAreProcessesKeepTheContract(World world, @TempDir Path folder) {
    check(run(folder).processes(world.ranks(), program(world)), world);
  }

  private static MpjRun run(Path folder) {
    return MpjRun.in(folder, MpjTests.installation().home());
  }

  private static List<String> program(World world) {
    return MpjRun.program(LaunchedWorldProgram.class, world.scenarios().toArray(String[]::new));
  }

  private static void check(TestProcess.Result result, World world) {
    result.assertClean();
    for (int rank = 0; rank < world.ranks(); rank++) {
      for (String scenario : world.scenarios()) {
        assertThat(result.output()).contains("rank " + rank + " has passed " + scenario + ".");
      }
    }
  }

  /** A contract whose worlds only take note of what they are to run. */
  private static final class Collector extends BackendContract {
    private final Map<Integer, Set<String>> scenarios;

    Collector(Map<Integer, Set<String>> scenarios) {
      this.scenarios = scenarios;
    }

    void visit(Class<?> group) throws ReflectiveOperationException {
      var constructor = group.getDeclaredConstructor(BackendContract.class);
      constructor.setAccessible(true);
      Object tests = constructor.newInstance(this);
      for (Method test : group.getDeclaredMethods()) {
        if (test.isAnnotationPresent(org.junit.jupiter.api.Test.class)
            && !test.getName().startsWith("L1_")) {
          test.setAccessible(true);
          test.invoke(tests);
        }
      }
    }

    @Override
    protected WorldHarness harness() {
      return new WorldHarness() {
        @Override
        public MpiProvider provider() {
          return new MpjProvider();
        }

        @Override
        public Map<Capability, String> missing() {
          return Map.of();
        }

        @Override
        public void run(int ranks, Scenario scenario) {
          String name = scenario.methodName();
          if (ENDS.stream().noneMatch(end -> name.endsWith("#" + end))) {
            scenarios.computeIfAbsent(ranks, number -> new TreeSet<>()).add(name);
          }
        }
      };
    }
  }
}
