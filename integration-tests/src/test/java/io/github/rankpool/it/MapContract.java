package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code map} does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MapContract {
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

  /** A task of both workers begins when both are idle: none still uses a test's directory. */
  private void awaitIdleWorkers() {
    assertThat(pool.submitParallel(2, ranks -> 1).join()).isEqualTo(List.of(1, 1));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void resultsComeInTheOrderOfTheArgumentsWhateverTheChunkSize() {
    List<Integer> squares = numbers(1000).stream().map(Samples::square).toList();

    assertThat(pool.map(Samples::square, numbers(1000)).toList()).isEqualTo(squares);
    for (int chunkSize : new int[] {2, 7, 999, 1000, 5000}) {
      MapOptions chunks = MapOptions.defaults().chunkSize(chunkSize);
      assertThat(pool.map(Samples::square, numbers(1000), chunks).toList()).isEqualTo(squares);
    }
  }

  @Test
  void noArgumentsGiveNoResults() {
    assertThat(pool.map(Samples::square, List.<Integer>of()).toList()).isEmpty();
  }

  @Test
  void nullsAreResultsLikeOthers() {
    assertThat(pool.map(Samples::oddOrNull, List.of(1, 2, 3)).toList())
        .isEqualTo(Arrays.asList(1, null, 3));
  }

  @Test
  void unorderedResultsAreAllThereAndAReadyOneNeedNotWait(@TempDir Path directory) {
    Gate gate = new Gate(directory);
    try (Stream<Integer> results =
        pool.map(
            x -> {
              if (x == 0) {
                gate.pass();
              }
              return x;
            },
            numbers(20),
            MapOptions.defaults().unordered())) {
      Iterator<Integer> all = results.iterator();
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 19; i++) {
        seen.add(all.next());
      }
      assertThat(seen).doesNotContain(0);
      gate.open();
      seen.add(all.next());
      assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(20));
      assertThat(all.hasNext()).isFalse();
    }
  }

  @Test
  void aTasksExceptionIsThrownWhereItsValueWouldBeTaken() {
    try (Stream<Integer> results = pool.map(x -> Samples.failOn(3, x), numbers(10))) {
      Iterator<Integer> all = results.iterator();
      assertThat(List.of(all.next(), all.next(), all.next())).isEqualTo(List.of(0, 1, 2));
      assertThatThrownBy(all::next)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void inAChunkTheValuesBeforeTheFailingElementAreGivenFirst() {
    for (MapOptions options :
        List.of(
            MapOptions.defaults().chunkSize(3), MapOptions.defaults().chunkSize(4).unordered())) {
      try (Stream<Integer> results = pool.map(x -> Samples.failOn(2, x), numbers(3), options)) {
        Iterator<Integer> all = results.iterator();
        assertThat(List.of(all.next(), all.next())).isEqualTo(List.of(0, 1));
        assertThatThrownBy(all::next)
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(IOException.class)
            .hasRootCauseInstanceOf(RemoteStackTrace.class);
        assertThat(all.hasNext()).isFalse();
      }
    }
  }

  @Test
  void aResultThatCannotBeSentFailsItsChunk() {
    MapOptions pairs = MapOptions.defaults().chunkSize(2);
    try (Stream<Object> results =
        pool.map(x -> x == 3 ? new Samples.Holder() : x, numbers(6), pairs)) {
      Iterator<Object> all = results.iterator();
      assertThat(List.of(all.next(), all.next())).isEqualTo(List.of(0, 1));
      assertThatThrownBy(all::next)
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContaining("RP-402");
    }
  }

  @Test
  void aSourceThatFailsIsHeardAndWhatItGaveIsCancelled(@TempDir Path directory) {
    Gate gate = new Gate(directory);
    Stream<Integer> source =
        Stream.iterate(0, i -> i + 1)
            .peek(
                i -> {
                  if (i == 10) {
                    throw new IllegalStateException("source is dry");
                  }
                });
    try {
      assertThatThrownBy(
              () ->
                  pool.map(
                      x -> {
                        gate.pass();
                        return x;
                      },
                      source,
                      MapOptions.defaults()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("source is dry");
    } finally {
      gate.open();
    }
    awaitIdleWorkers();
  }

  @Test
  void aStreamThatIsClosedClosesItsSource() {
    List<String> closed = new ArrayList<>();
    Stream<Integer> source = numbers(3).stream().onClose(() -> closed.add("source"));
    pool.map(Samples::square, source, MapOptions.defaults()).close();

    assertThat(closed).containsExactly("source");
  }

  @Test
  void withABufferSizeArgumentsAreReadAsResultsAreTaken() {
    List<Integer> read = new ArrayList<>();
    Stream<Integer> source = Stream.iterate(0, i -> i + 1).peek(read::add);
    try (Stream<Integer> results =
        pool.map(Samples::square, source, MapOptions.defaults().bufferSize(2).chunkSize(3))) {
      Iterator<Integer> all = results.iterator();
      assertThat(read).hasSize(6);
      assertThat(all.next()).isZero();
      assertThat(read).hasSize(9);
    }
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> MapOptions.defaults().chunkSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-103");
    assertThatThrownBy(() -> MapOptions.defaults().bufferSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-103");
  }

  @Test
  void theTimeoutCountsFromTheCall(@TempDir Path directory) {
    Gate gate = new Gate(directory);
    MapOptions soon = MapOptions.defaults().timeout(Duration.ofMillis(50));
    try (Stream<Integer> results =
        pool.map(
            x -> {
              gate.pass();
              return x;
            },
            numbers(1),
            soon)) {
      assertThatThrownBy(results::toList)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("RP-204");
    } finally {
      gate.open();
    }
    awaitIdleWorkers();
  }

  @Test
  void closingTheStreamCancelsWhatHasNotBegun(@TempDir Path directory) {
    Gate gate = new Gate(directory);
    Path marks = directory.resolve("ran");
    assertThat(marks.toFile().mkdir()).isTrue();
    String marksName = marks.toString();
    Stream<Integer> results =
        pool.map(
            x -> {
              gate.pass();
              assertThat(Path.of(marksName, "task-" + x).toFile().createNewFile()).isTrue();
              return x;
            },
            numbers(100));
    gate.awaitBegun(2);
    results.close();
    gate.open();

    awaitIdleWorkers();
    assertThat(marks.toFile().list()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void withABufferSizeTheSourceMayBeEndless() {
    MapOptions few = MapOptions.defaults().bufferSize(10).chunkSize(3);
    try (Stream<Integer> results = pool.map(Samples::square, Stream.iterate(0, i -> i + 1), few)) {
      Iterator<Integer> all = results.iterator();
      for (int i = 0; i < 500; i++) {
        assertThat(all.next()).isEqualTo(i * i);
      }
    }
  }
}
