package io.github.rankpool.internal.worker;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class WorkerProgramTest {
  @Test
  void workersEndSoonAfterTheirMasterDid() {
    LeakCheck leaks = LeakCheck.begin();
    try (MpiRuntime master = new ThreadsProvider().start(ThreadLevel.MULTIPLE)) {
      master.spawn(
          SpawnRequest.of(2, WorkerProgram.class).credential(Handshake.newSecret()).build());
    }
    leaks.assertNothingLeft();
  }
}
