package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiCommExecutor;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.ReduceOp;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How groups are made of others, and end. */
final class GroupScenarios {
  private GroupScenarios() {}

  static void areSplit(MpiCommunicator ranks) {
    int me = ranks.rank();
    int size = ranks.size();
    List<Integer> mine =
        IntStream.range(0, size)
            .map(i -> size - 1 - i)
            .filter(r -> r % 2 == me % 2)
            .boxed()
            .toList();
    try (MpiCommunicator half = ranks.split(me % 2, -me).orElseThrow()) {
      assertThat(half.size()).isEqualTo(mine.size());
      assertThat(half.rank()).isEqualTo(mine.indexOf(me));
      assertThat(half.allGather(me)).isEqualTo(mine);
      assertThat(half.allReduce(1L, ReduceOp.SUM)).isEqualTo(mine.size());
      try (MpiCommunicator alone = half.split(half.rank(), 0).orElseThrow()) {
        assertThat(alone.size()).isEqualTo(1);
        assertThat(alone.allGather("me")).containsExactly("me");
      }
    }
    Optional<MpiCommunicator> first = ranks.split(me == 0 ? 0 : -1, 0);
    assertThat(first.isPresent()).isEqualTo(me == 0);
    first.ifPresent(MpiCommunicator::close);
  }

  static void areDuplicated(MpiCommunicator ranks) {
    int next = (ranks.rank() + 1) % ranks.size();
    try (MpiCommunicator copy = ranks.duplicate()) {
      assertThat(copy.rank()).isEqualTo(ranks.rank());
      assertThat(copy.size()).isEqualTo(ranks.size());
      ranks.send("of the one", next, 1);
      copy.send("of the other", next, 1);
      assertThat(receiveAny(copy)).isEqualTo("of the other");
      assertThat(receiveAny(ranks)).isEqualTo("of the one");
    }
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static String receiveAny(MpiCommunicator ranks) {
    return ranks.<String>receive(MpiCommunicator.ANY_SOURCE, MpiCommunicator.ANY_TAG).value();
  }

  static void closedOnesAreRefused(MpiCommunicator ranks) {
    MpiCommunicator copy = ranks.duplicate();
    copy.close();
    copy.close();
    for (Runnable call :
        List.<Runnable>of(
            copy::barrier,
            () -> copy.send("x", 0, 0),
            () -> copy.receive(0, 0),
            () -> copy.probe(0, 0),
            () -> copy.ints().allGather(new int[1]),
            () -> copy.split(0, 0),
            copy::duplicate)) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("RP-226");
    }
    ranks.barrier();
  }

  static void serveOnePoolAfterAnother(MpiCommunicator ranks) {
    int root = ranks.size() - 1;
    for (int i = 0; i < 20; i++) {
      int round = i;
      MpiCommExecutor.open(ranks, root)
          .ifPresent(
              pool -> {
                try (pool) {
                  assertThat(pool.submit(() -> round + 1).join()).isEqualTo(round + 1);
                }
              });
    }
    ranks.barrier();
  }
}
