package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final long ELSEWHERE = -2;

  private final Lanes lanes = new Lanes(3);

  @Test
  void poolsThatShareProcessesShareLanes() {
    Lane first = lanes.obtain(1, 0, "node7", ELSEWHERE, 0);

    assertThat(lanes.obtain(2, 0, "node7", ELSEWHERE, 5)).isSameAs(first);
    assertThat(lanes.obtain(2, 1, "node8", ELSEWHERE, 5)).isNotSameAs(first);
    assertThat(lanes.all()).hasSize(2);
  }

  @Test
  void workersThatAreThreadsHaveOneForEachPool() {
    long here = ProcessHandle.current().pid();
    Lane first = lanes.obtain(1, 0, "node7", here, 0);

    assertThat(lanes.obtain(2, 0, "node7", here, 0)).isNotSameAs(first);
    assertThat(first.label()).isEqualTo("worker 0");
  }

  @Test
  void aWorkerEndsWhenNoPoolHasItAnyMoreAndMayComeBack() {
    Lane lane = lanes.obtain(1, 0, "node7", ELSEWHERE, 0);
    lanes.obtain(2, 0, "node7", ELSEWHERE, 0);

    lanes.retain(1, List.of(), 5);
    assertThat(lane.endedNanos(100)).isEqualTo(100);

    lanes.retain(2, List.of(), 7);
    assertThat(lane.endedNanos(100)).isEqualTo(7);

    assertThat(lanes.obtain(3, 0, "node7", ELSEWHERE, 9)).isSameAs(lane);
    assertThat(lane.endedNanos(100)).isEqualTo(100);
  }

  @Test
  void theyAreInTheOrderOfTheirRanks() {
    Lane second = lanes.obtain(1, 1, "node7", ELSEWHERE, 0);
    Lane first = lanes.obtain(1, 0, "node7", ELSEWHERE, 0);

    assertThat(lanes.all()).containsExactly(first, second);
  }

  @Test
  void thoseThatAreTooManyAreOne() {
    for (int rank = 0; rank < 100; rank++) {
      lanes.obtain(1, rank, "node7", ELSEWHERE, 0);
    }

    assertThat(lanes.all()).hasSize(4);
    assertThat(lanes.find(1, 50)).isSameAs(lanes.find(1, 99));
    assertThat(lanes.find(1, 2)).isNotSameAs(lanes.find(1, 3));
  }
}
