package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tasks can ask about their worker, and the values that executors give their workers. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class GlobalsContract {
  private static final int WORKERS = 2;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  /** Marks every copy of itself that is made. */
  private static final class Mesh implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Marks marks;

    Mesh(Marks marks) {
      this.marks = marks;
    }

    private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
      stream.defaultReadObject();
      marks.set("copy-" + UUID.randomUUID());
    }
  }

  @Test
  void tasksReadTheGlobalsOfTheirExecutor() throws Exception {
    HashMap<String, Object> globals = new HashMap<>(Map.of("size", 7, "names", List.of("a", "b")));
    globals.put("nothing", null);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).globals(globals).build()) {
      globals.put("size", 8);

      assertThat(pool.submit(() -> Workers.<Integer>global("size")).get()).isEqualTo(7);
      assertThat(pool.submit(() -> Workers.<List<String>>global("names")).get())
          .containsExactly("a", "b");
      assertThat(pool.submit(() -> Workers.global("nothing") == null).get()).isTrue();
    }
  }

  @Test
  void theInitializerReadsThemToo() throws Exception {
    try (MpiPoolExecutor pool =
        builder()
            .maxWorkers(1)
            .globals(Map.of("count", new AtomicInteger(5)))
            .initializer(() -> Workers.<AtomicInteger>global("count").addAndGet(Workers.size()))
            .build()) {
      assertThat(pool.submit(() -> Workers.<AtomicInteger>global("count").get()).get())
          .isEqualTo(6);
    }
  }

  @Test
  void globalsTravelOnceToEveryWorker() {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool =
        builder().maxWorkers(WORKERS).globals(Map.of("mesh", new Mesh(marks))).build()) {
      pool.map(
              i -> Workers.<Mesh>global("mesh").marks.all().size(),
              IntStream.range(0, 200).boxed().toList())
          .forEach(copies -> assertThat(copies).isEqualTo(WORKERS));
    }
  }

  @Test
  void theTasksOfAWorkerShareTheObjectAndTheProgramKeepsItsOwn() throws Exception {
    AtomicInteger own = new AtomicInteger();
    try (MpiPoolExecutor pool = builder().maxWorkers(1).globals(Map.of("count", own)).build()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(
                pool.submit(() -> Workers.<AtomicInteger>global("count").incrementAndGet()).get())
            .isEqualTo(i);
      }
    }
    assertThat(own).hasValue(0);
  }

  @Test
  void aNameThatIsNotThereIsAnsweredWithThoseThatAre() {
    try (MpiPoolExecutor pool =
        builder().maxWorkers(1).globals(Map.of("mesh", 1, "bounds", 2)).build()) {
      CompletableFuture<Object> missing = pool.submit(() -> Workers.global("mehs"));

      assertThatThrownBy(missing::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContainingAll("RP-217", "'mehs'", "[bounds, mesh]");
    }
  }

  @Test
  void anExecutorWithoutGlobalsHasNone() {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Object> missing = pool.submit(() -> Workers.global("mesh"));

      assertThatThrownBy(missing::get)
          .cause()
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("[]");
    }
  }

  @Test
  void aGlobalThatCannotBeSentIsRefusedWhenThePoolIsBuilt() {
    MpiPoolExecutorBuilder builder = builder().globals(Map.of("holder", new Samples.Holder()));

    assertThatThrownBy(builder::build)
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContainingAll("RP-406", "inner", "java.lang.Thread");
  }

  @Test
  void tasksKnowTheRankOfTheirWorkerAndHowManyThereAre() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(WORKERS).build()) {
      List<CompletableFuture<List<Integer>>> tasks =
          IntStream.range(0, WORKERS)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            gate.pass();
                            return List.of(Workers.rank(), Workers.size());
                          }))
              .toList();
      gate.awaitBegun(WORKERS);
      gate.open();

      assertThat(tasks.stream().map(CompletableFuture::join))
          .containsExactlyInAnyOrder(List.of(0, WORKERS), List.of(1, WORKERS));
    }
  }

  @Test
  void outsideATaskThereIsNothingToAsk() {
    assertThatThrownBy(Workers::rank)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("RP-216", "Workers.rank", Thread.currentThread().getName());
    assertThatThrownBy(Workers::size).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Workers.global("mesh")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThreadThatATaskStartsRunsNoTaskItself() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<String> answer =
          pool.submit(
              () ->
                  CompletableFuture.supplyAsync(Workers::rank, task -> new Thread(task).start())
                      .handle((rank, failure) -> String.valueOf(failure))
                      .get());

      assertThat(answer.get()).contains("IllegalStateException", "RP-216");
    }
  }
}
