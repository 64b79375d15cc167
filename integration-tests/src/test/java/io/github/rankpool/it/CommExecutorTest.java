package io.github.rankpool.it;

import io.github.rankpool.backend.threads.ThreadsWorld;
import io.github.rankpool.testkit.Watchdog;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code MpiCommExecutor} on ranks that are threads. */
@ExtendWith(Watchdog.class)
class CommExecutorTest {

  static Stream<Arguments> scenarios() {
    return Arrays.stream(CommExecutorProgram.Scenario.values())
        .flatMap(scenario -> IntStream.rangeClosed(1, 4).mapToObj(n -> Arguments.of(scenario, n)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void worksOnAnyNumberOfRanks(CommExecutorProgram.Scenario scenario, int ranks) throws Exception {
    ThreadsWorld.run(ranks, new CommExecutorProgram(), scenario.name());
  }
}
