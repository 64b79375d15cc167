package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.ReduceOp;
import java.util.function.Consumer;

/** What an interrupt ends, and what it does not. */
final class InterruptScenarios {
  private InterruptScenarios() {}

  static void harmNoOtherGroup(MpiCommunicator ranks) throws InterruptedException {
    int next = (ranks.rank() + 1) % ranks.size();
    endsByInterrupt(ranks.duplicate(), group -> group.receive(next, 1));
    if (ranks.size() > 1) { // what a rank sends itself may be complete at once
      // Is never received, and still under way when MPI ends.
      endsByInterrupt(ranks.duplicate(), group -> group.bytes().send(new byte[1 << 20], next, 1));
    }
    boolean missing = ranks.rank() == 0;
    MpiCommunicator group = ranks.duplicate();
    if (!missing) {
      endsByInterrupt(group, MpiCommunicator::barrier);
    }
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static void endsByInterrupt(MpiCommunicator group, Consumer<MpiCommunicator> wait)
      throws InterruptedException {
    Thread waiter = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              waiter.interrupt();
            },
            "interrupter");
    interrupter.start();
    assertThatThrownBy(() -> wait.accept(group))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-220");
    assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
    interrupter.join();
    assertThatThrownBy(group::barrier)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("RP-226");
    group.close();
  }
}
