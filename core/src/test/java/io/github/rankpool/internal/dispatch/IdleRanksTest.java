package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdleRanksTest {
  @Test
  void ranksJoinAndLeaveInAnyOrder() {
    int size = 20;
    Random random = new Random(1);
    IdleRanks idle = new IdleRanks(size);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Integer rank = random.nextInt(size);
      boolean joins = random.nextBoolean();
      idle.set(rank, joins);
      if (!joins) {
        expected.remove(rank);
      } else if (!expected.contains(rank)) {
        expected.add(rank);
      }

      assertThat(idle.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(idle.lowest(size)).containsExactlyInAnyOrder(toInts(expected)).isSorted();
      if (!expected.isEmpty()) {
        assertThat(idle.top()).isEqualTo(expected.get(expected.size() - 1));
      }
    }
  }

  private static Integer[] toInts(List<Integer> ranks) {
    return ranks.toArray(Integer[]::new);
  }

  @Test
  void theLowestAreAsManyAsAskedFor() {
    IdleRanks idle = new IdleRanks(5);
    for (int rank : new int[] {4, 1, 3}) {
      idle.set(rank, true);
    }

    assertThat(idle.lowest(0)).isEmpty();
    assertThat(idle.lowest(2)).containsExactly(1, 3);
    assertThat(idle.lowest(9)).containsExactly(1, 3, 4);
  }
}
