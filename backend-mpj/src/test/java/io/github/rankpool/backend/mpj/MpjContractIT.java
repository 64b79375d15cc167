package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.Capability;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.WorldHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** The backend contract, on processes that this backend spawns. */
class MpjContractIT extends BackendContract {
  private static final Duration LIMIT = Duration.ofSeconds(80);

  @BeforeAll
  static void needsMpj() {
    MpjTests.assumeUsable();
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
        List<String> command = new ArrayList<>();
        command.addAll(List.of(TestProcess.javaExecutable(), "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(WorldProgram.class.getName());
        command.addAll(List.of(Integer.toString(ranks), scenario.methodName()));
        TestProcess.Result result = TestProcess.command(command).limit(LIMIT).run().assertClean();
        assertThat(result.output().split(WorldProgram.DONE, -1)).hasSize(ranks + 1);
      }
    };
  }
}
