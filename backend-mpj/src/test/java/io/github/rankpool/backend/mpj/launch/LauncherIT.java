package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class LauncherIT {
  private final LeakCheck leaks = LeakCheck.begin();

  @AfterEach
  void nothingIsLeft() {
    leaks.assertNothingLeft();
  }

  @Test
  void ranksAreConnectedWithTheirParentAndWithEachOther() throws Exception {
    List<String> arguments = List.of("", " a  b", "\u00e4\u20ac\ud83d\ude00", "");
    byte[] credential = {0, -1, 7};
    SpawnRequest request =
        SpawnRequest.of(3, MemberPrograms.Tells.class)
            .arguments(arguments)
            .credential(credential)
            .build();
    try (LaunchedRanks ranks = Launcher.launch(request, 4711, MemberMain.class.getName())) {
      for (int rank = 0; rank < 3; rank++) {
        List<String> report = MemberPrograms.report(ranks.link(rank));
        assertThat(report)
            .startsWith(
                "rank " + rank + " of 3",
                "world " + ranks.worldKey() + " parent 4711",
                "address " + ranks.address(rank),
                "credential AP8H",
                "input -1",
                "siblings " + (60 - 10 * (rank + 1)))
            .endsWith(arguments.toArray(String[]::new));
        String pid = report.get(9);
        assertThat(ranks.describe(rank)).isEqualTo("rank " + rank + " (" + pid + " on this host)");
      }
    }
  }
}
