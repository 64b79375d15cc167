package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random runs of a dispatcher. More of them: {@code bin/chaos manual}. */
@ExtendWith(Watchdog.class)
class ChaosTest {
  private static final int RUNS = Integer.getInteger("rankpool.chaos.runs", 30);

  @Test
  void everyTaskEndsOnceAndRightlyWhateverHappens() {
    for (long seed = 1; seed <= RUNS; seed++) {
      run(seed);
    }
  }

  private static ManualChaos run(long seed) {
    long buffers = Link.buffersInUse();
    ManualChaos chaos = new ManualChaos(seed);
    try {
      chaos.play();
      if (!chaos.hasLeftSends()) {
        assertThat(Link.buffersInUse()).as("buffers in use").isEqualTo(buffers);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + chaos, e);
    }
    return chaos;
  }

  /**
   * For {@code bin/chaos}. Arguments: number of runs, first seed. Exit status 0 if all was right.
   */
  public static void main(String[] args) {
    int runs = Integer.parseInt(args[0]);
    long first = Long.parseLong(args[1]);
    int wrong = 0;
    for (long seed = first; seed < first + runs; seed++) {
      try {
        System.out.println("manual: run seed=" + seed + ": " + run(seed));
      } catch (AssertionError e) {
        wrong++;
        e.printStackTrace(System.out);
        System.out.println(
            "manual: WRONG with seed " + seed + "; again: bin/chaos manual --seed " + seed);
      }
    }
    System.out.println("manual: " + runs + " runs, " + wrong + " of them wrong");
    System.exit(wrong == 0 ? 0 : 1);
  }
}
