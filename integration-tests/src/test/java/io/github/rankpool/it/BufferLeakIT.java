package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every direct buffer that is taken comes back, however a transfer ends. */
@ExtendWith(Watchdog.class)
class BufferLeakIT {
  @ParameterizedTest
  @EnumSource(names = {"THREADS", "OPENMPI", "MPJ"})
  void noBufferIsLostWhenTransfersEnd(Launch launch) {
    String output = run(launch, "ordinary", "failed", "cancelled", "shut-down");

    assertThat(output.lines().filter(line -> line.matches("[a-z-]+: \\d+")))
        .containsExactly("ordinary: 0", "failed: 0", "cancelled: 0", "shut-down: 0");
  }

  @Test
  void noBufferIsLostWithALostWorker() {
    assertThat(run(Launch.MPJ, "lost")).contains("lost: 0");
  }

  private static String run(Launch launch, String... ends) {
    return launch.program(List.of("-Xmx512m"), BufferLeakProgram.class, ends).run().output();
  }
}
