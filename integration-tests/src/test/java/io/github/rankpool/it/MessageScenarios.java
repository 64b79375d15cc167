package io.github.rankpool.it;

import static io.github.rankpool.MpiCommunicator.ANY_SOURCE;
import static io.github.rankpool.MpiCommunicator.ANY_TAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.Received;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Status;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** How messages find their receivers, and ranks each other. */
final class MessageScenarios {
  private MessageScenarios() {}

  static void areSelected(MpiCommunicator ranks) {
    int me = ranks.rank();
    int size = ranks.size();
    int next = (me + 1) % size;
    int previous = (me + size - 1) % size;
    ranks.send("first", next, 1);
    ranks.send("second", next, 2);
    ranks.send("third", next, 1);
    // By tag, whatever the order; of one tag in the order sent.
    assertThat(ranks.<String>receive(previous, 2).value()).isEqualTo("second");
    assertThat(ranks.<String>receive(previous, 1).value()).isEqualTo("first");
    assertThat(ranks.<String>receive(previous, ANY_TAG).value()).isEqualTo("third");

    // From anyone: collective operations in between are not seen.
    if (me != 0) {
      ranks.longs().send(new long[] {me, size}, 0, me);
    }
    ranks.barrier();
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(size);
    if (me == 0) {
      Set<Integer> sources = new TreeSet<>();
      for (int i = 1; i < size; i++) {
        Status found = ranks.probe(ANY_SOURCE, ANY_TAG);
        assertThat(found).isEqualTo(new Status(found.source(), found.source(), 2 * Long.BYTES));
        Received<long[]> received = ranks.longs().receive(found.source(), found.tag());
        assertThat(received.value()).containsExactly(found.source(), size);
        sources.add(received.source());
      }
      assertThat(sources).hasSize(size - 1);
    }
  }

  static void longOnesCross(MpiCommunicator ranks) {
    int size = ranks.size();
    for (int distance = 0; distance < size; distance++) {
      int to = (ranks.rank() + distance) % size;
      int from = (ranks.rank() + size - distance) % size;
      int[] mine = new int[1 << 20];
      Arrays.fill(mine, ranks.rank());
      int[] theirs = ranks.ints().sendReceive(mine, to, distance, from, distance).value();
      assertThat(theirs[theirs.length - 1]).isEqualTo(from);
    }
    // One way: each rank in turn sends to the one behind it, which is waiting.
    if (ranks.rank() > 0) {
      ranks.ints().receive(ranks.rank() - 1, 1);
    }
    if (ranks.rank() < size - 1) {
      ranks.ints().send(new int[1 << 20], ranks.rank() + 1, 1);
    }
  }

  static void noRankLeavesABarrierEarly(MpiCommunicator ranks) {
    int size = ranks.size();
    for (int late = 0; late < size; late++) {
      // The late one enters only after it has heard from all others, which enter after that.
      if (ranks.rank() == late) {
        for (int i = 1; i < size; i++) {
          ranks.receive(ANY_SOURCE, 1);
        }
        for (int rank = 0; rank < size; rank++) {
          if (rank != late) {
            ranks.send("late", rank, 2);
          }
        }
      } else {
        ranks.send("early", late, 1);
      }
      ranks.barrier();
      if (ranks.rank() != late) {
        // Sent before the barrier, so it must be there now.
        assertThat(ranks.probe(late, 2).tag()).isEqualTo(2);
        ranks.receive(late, 2);
      }
    }
  }
}
