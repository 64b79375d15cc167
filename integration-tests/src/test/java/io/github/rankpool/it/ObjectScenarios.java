package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.Received;
import io.github.rankpool.spi.ReduceOp;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What ranks do with objects and numbers. */
final class ObjectScenarios {
  private record Particle(String name, double[] place) implements Serializable {}

  private ObjectScenarios() {}

  static void areMoved(MpiCommunicator ranks) {
    for (int root = 0; root < ranks.size(); root++) {
      areMoved(ranks, root);
    }
    int me = ranks.rank();
    assertThat(ranks.allGather(text(me))).isEqualTo(each(ranks, ObjectScenarios::text));
    assertThat(ranks.allToAll(each(ranks, to -> me + " to " + to)))
        .isEqualTo(each(ranks, from -> from + " to " + me));
    List<@Nullable String> some = ranks.allGather(me == 0 ? null : "here");
    assertThat(some.get(0)).isNull();
  }

  private static void areMoved(MpiCommunicator ranks, int root) {
    int me = ranks.rank();
    boolean atRoot = me == root;
    Map<String, Integer> map = Map.of("root", root);
    assertThat(ranks.broadcast(atRoot ? map : Map.<String, Integer>of(), root)).isEqualTo(map);
    assertThat(ranks.<@Nullable Object>broadcast(null, root)).isNull();
    List<String> gathered = ranks.gather(text(me), root);
    assertThat(gathered).isEqualTo(atRoot ? each(ranks, ObjectScenarios::text) : List.of());
    List<Integer> numbers = each(ranks, rank -> 100 * root + rank);
    assertThat(ranks.scatter(atRoot ? numbers : null, root)).isEqualTo(100 * root + me);
  }

  /** Of a length that is another one on each rank, up to some 400 kB. */
  private static String text(int rank) {
    return "rank " + rank + " ".repeat(rank * 130_000);
  }

  static void areReduced(MpiCommunicator ranks) {
    int me = ranks.rank();
    // Neither commutative nor associative: the order shows.
    assertThat(ranks.allReduce("r" + me, (a, b) -> "(" + a + b + ")"))
        .isEqualTo(folded(ranks.size()));
    assertThat(ranks.scan("r" + me, (a, b) -> "(" + a + b + ")")).isEqualTo(folded(me + 1));
    for (int root = 0; root < ranks.size(); root++) {
      Optional<BigDecimal> sum = ranks.reduce(BigDecimal.valueOf(me + 0.5), BigDecimal::add, root);
      double expected = IntStream.range(0, ranks.size()).mapToDouble(rank -> rank + 0.5).sum();
      assertThat(sum.map(BigDecimal::doubleValue))
          .isEqualTo(me == root ? Optional.of(expected) : Optional.empty());
    }
  }

  private static String folded(int ranks) {
    return IntStream.range(0, ranks)
        .mapToObj(rank -> "r" + rank)
        .reduce((a, b) -> "(" + a + b + ")")
        .orElseThrow();
  }

  static void numbersAreReduced(MpiCommunicator ranks) {
    int me = ranks.rank();
    int size = ranks.size();
    int sum = size * (size - 1) / 2;
    double ofDoubles = ranks.allReduce(me + 0.25, ReduceOp.SUM);
    assertThat(ofDoubles).isEqualTo(sum + 0.25 * size);
    int ofInts = ranks.allReduce(me, ReduceOp.SUM);
    assertThat(ofInts).isEqualTo(sum);
    long ofLongs = ranks.allReduce(me + (1L << 40), ReduceOp.MAX);
    assertThat(ofLongs).isEqualTo(size - 1 + (1L << 40));
    float ofFloats = ranks.allReduce(me + 1.5f, ReduceOp.MIN);
    assertThat(ofFloats).isEqualTo(1.5f);
    short ofShorts = ranks.allReduce((short) (1 << me), ReduceOp.BITWISE_OR);
    assertThat(ofShorts).isEqualTo((short) ((1 << size) - 1));
    byte ofBytes = ranks.allReduce((byte) 1, ReduceOp.SUM);
    assertThat(ofBytes).isEqualTo((byte) size);
    assertThat(ranks.scan(me, ReduceOp.SUM)).isEqualTo(me * (me + 1) / 2);
    for (int root = 0; root < size; root++) {
      assertThat(ranks.reduce(2.0, ReduceOp.PRODUCT, root))
          .isEqualTo(me == root ? Optional.of(Math.pow(2, size)) : Optional.empty());
    }
    assertThatThrownBy(() -> ranks.allReduce(BigDecimal.ONE, ReduceOp.SUM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RP-221")
        .hasMessageContaining("BigDecimal");
  }

  static void areMessages(MpiCommunicator ranks) {
    int me = ranks.rank();
    int next = (me + 1) % ranks.size();
    int previous = (me + ranks.size() - 1) % ranks.size();
    ranks.send(new Particle("of " + me, new double[] {me, 2.5}), next, 9);
    Received<Particle> particle = ranks.receive(previous, 9);
    assertThat(particle.value().name()).isEqualTo("of " + previous);
    assertThat(particle.value().place()).containsExactly(previous, 2.5);
    assertThat(particle.source()).isEqualTo(previous);
    assertThat(particle.tag()).isEqualTo(9);

    ranks.send(null, next, 10);
    assertThat(ranks.<@Nullable Object>receive(previous, 10).value()).isNull();

    Received<String> text = ranks.sendReceive(text(me), next, 11, MpiCommunicator.ANY_SOURCE, 11);
    assertThat(text.value()).isEqualTo(text(previous));
  }

  private static <T> List<T> each(MpiCommunicator ranks, IntFunction<T> value) {
    return IntStream.range(0, ranks.size()).mapToObj(value).collect(Collectors.toList());
  }
}
