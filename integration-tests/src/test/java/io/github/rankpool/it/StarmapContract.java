package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.SerializableBiFunction;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.Tuple2;
import io.github.rankpool.Tuple3;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code map}, {@code starmap} and {@code submit} do with functions of several arguments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StarmapContract {
  private static final MapOptions CHUNKS = MapOptions.defaults().chunkSize(7);

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private MpiPoolExecutor pool;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @BeforeAll
  void startPool() {
    pool = builder().maxWorkers(2).build();
  }

  @AfterAll
  void endPool() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void mapTakesOneArgumentFromEachOfTwoSources() {
    assertThat(pool.map(Math::pow, List.of(2.0, 3.0), List.of(5.0, 2.0)))
        .containsExactly(32.0, 9.0);
    assertThat(pool.map((a, b) -> a + b, numbers(100), List.of("x", "y")))
        .containsExactly("0x", "1y");
  }

  @Test
  void mapTakesOneArgumentFromEachOfThreeSources() {
    assertThat(pool.map(Samples::volume, numbers(3), numbers(3), List.of(1, 10, 100)))
        .containsExactly(0, 10, 400);
  }

  @Test
  void theShortestSourceEndsTheResultsAndTheOthersMayBeEndless() {
    Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();

    assertThat(pool.map(Integer::sum, endless, numbers(20), CHUNKS)).hasSize(20);
    assertThat(pool.map(Integer::sum, List.<Integer>of(), endless)).isEmpty();
    assertThat(pool.map(Samples::volume, endless, endless, numbers(5), CHUNKS)).hasSize(5);
    assertThat(pool.map(Samples::volume, endless, List.<Integer>of(), endless)).isEmpty();
  }

  @Test
  void withABufferSizeAllSourcesMayBeEndless() {
    Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
    MapOptions few = MapOptions.defaults().bufferSize(5).chunkSize(2);
    try (Stream<Integer> sums = pool.map(Integer::sum, endless, endless, few)) {
      assertThat(sums.limit(50))
          .containsExactlyElementsOf(numbers(50).stream().map(i -> 2 * i).toList());
    }
  }

  @Test
  void starmapTakesArgumentsThatAreTogetherInPairs() {
    List<Tuple2<Double, Double>> pairs = List.of(Tuple2.of(2.0, 5.0), Tuple2.of(3.0, 2.0));

    assertThat(pool.starmap(Math::pow, pairs)).containsExactly(32.0, 9.0);
    assertThat(pool.starmap(Math::pow, pairs, CHUNKS.unordered()))
        .containsExactlyInAnyOrder(32.0, 9.0);
    assertThat(pool.starmap(Math::pow, List.of(Tuple2.of(2.0, 3.0)))).containsExactly(8.0);
    assertThat(
            pool.starmap((a, b) -> a + ":" + b, List.of(Tuple2.of(1, "one"), Tuple2.of(2, "two"))))
        .containsExactly("1:one", "2:two");
  }

  @Test
  void starmapTakesArgumentsThatAreTogetherInTriples() {
    List<Tuple3<Integer, Integer, Integer>> boxes = List.of(Tuple3.of(1, 2, 3), Tuple3.of(4, 5, 6));

    assertThat(pool.starmap(Samples::volume, boxes)).containsExactly(6, 120);
    assertThat(pool.starmap((a, b, c) -> a + b + c, boxes, CHUNKS)).containsExactly(6, 15);
  }

  @Test
  void starmapTakesArgumentsThatAreTogetherInArrays() {
    List<Object[]> rows =
        List.of(new Object[] {1, "a", 'x'}, new Object[] {2, null}, new Object[0]);

    assertThat(pool.starmap(row -> row.length, rows)).containsExactly(3, 2, 0);
    assertThat(pool.starmap(Arrays::toString, rows, CHUNKS))
        .containsExactly("[1, a, x]", "[2, null]", "[]");
  }

  @Test
  void nullsAreArgumentsAndResultsLikeOthers() {
    assertThat(
            pool.starmap(
                (a, b) -> b == null ? a : null, List.of(Tuple2.of(1, null), Tuple2.of(2, "b"))))
        .isEqualTo(Arrays.asList(1, null));
  }

  @Test
  void aFailureIsThrownWhereTheValueWouldBeTaken() {
    try (Stream<Integer> results =
        pool.map((bad, x) -> Samples.failOn(bad, x), List.of(7, 7, 2, 7), numbers(4), CHUNKS)) {
      Iterator<Integer> all = results.iterator();
      assertThat(List.of(all.next(), all.next())).isEqualTo(List.of(0, 1));
      assertThatThrownBy(all::next)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void submitTakesTwoOrThreeArguments() throws Exception {
    assertThat(pool.submit(Math::pow, 2.0, 10.0).get()).isEqualTo(1024.0);
    assertThat(pool.submit((a, b) -> a + b, "a", 1).get()).isEqualTo("a1");
    assertThat(pool.submit(Samples::volume, 2, 3, 4).get()).isEqualTo(24);
    assertThat(pool.submit((a, b, c) -> a + b + c, "a", 1, 'c').get()).isEqualTo("a1c");
  }

  @Test
  void anArgumentThatCannotBeSentIsNamed() {
    assertThatThrownBy(() -> pool.submit((a, b) -> a, 1, new Samples.Holder()).get())
        .hasCauseInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("RP-401")
        .hasMessageContaining("second");
  }

  @Test
  @SuppressWarnings("NullAway") // What the test is about.
  void aFunctionMustBeThere() {
    SerializableBiFunction<Integer, Integer, Integer> none = null;

    assertThatThrownBy(() -> pool.map(none, numbers(1), numbers(1)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.starmap(none, List.of(Tuple2.of(1, 1))))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.submit(none, 1, 1)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aPoolThatIsShutDownTakesNoneOfThem() {
    MpiPoolExecutor closed = builder().build();
    closed.close();

    assertThatThrownBy(() -> closed.map(Integer::sum, numbers(1), numbers(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> closed.starmap(Integer::sum, List.of(Tuple2.of(1, 1))))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> closed.submit(Integer::sum, 1, 1))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
