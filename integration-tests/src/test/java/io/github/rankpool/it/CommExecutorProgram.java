package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiCommExecutor;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.Workers;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.ReduceOp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs scenarios of {@code MpiCommExecutor}, named by its arguments, on the ranks of a world. */
public final class CommExecutorProgram implements RankProgram {

  /** What the ranks do in a test, on any number of them. */
  enum Scenario {
    ROOT_GETS_A_POOL_AND_THE_OTHERS_SERVE_IT(CommExecutorProgram::rootGetsAPool),
    EVERY_RANK_MAY_BE_ROOT_ONE_AFTER_THE_OTHER(CommExecutorProgram::everyRankMayBeRoot),
    OTHERS_GO_ON_WHEN_THE_ROOT_CLOSES_AN_UNUSED_POOL(CommExecutorProgram::unusedPool),
    A_ROOT_THAT_IS_NO_RANK_IS_REFUSED(CommExecutorProgram::badRoot),
    OPENING_TWICE_IS_REFUSED(CommExecutorProgram::openingTwice),
    ONE_RANK_ALONE_HAS_A_THREAD_AS_WORKER(CommExecutorProgram::alone),
    THE_INITIALIZER_RUNS_ON_EVERY_WORKER(CommExecutorProgram::initializer),
    A_FAILING_INITIALIZER_BREAKS_THE_POOL_AND_ALL_RANKS_GO_ON(
        CommExecutorProgram::failingInitializer),
    SETTINGS_THAT_FAIL_LET_THE_OTHERS_GO(CommExecutorProgram::failingSettings),
    SO_DO_BAD_SETTINGS_OUTSIDE_THE_PROGRAM(CommExecutorProgram::badSettingsOutside),
    RANKS_OF_A_PARALLEL_TASK_COMPUTE_TOGETHER(CommExecutorProgram::parallel),
    HALVES_OF_A_WORLD_ARE_TWO_POOLS(CommExecutorProgram::halves);

    @SuppressWarnings("ImmutableEnumChecker") // References to static methods hold nothing.
    private final Body body;

    Scenario(Body body) {
      this.body = body;
    }

    private interface Body {
      void run(MpiCommunicator ranks) throws Exception;
    }
  }

  /** Of the thread that runs initializers and tasks. */
  private static final ThreadLocal<String> MARK = ThreadLocal.withInitial(() -> "untouched");

  private interface PoolUse {
    void use(MpiPoolExecutor pool) throws Exception;
  }

  /** For whoever runs ranks. */
  public CommExecutorProgram() {}

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) throws Exception {
    try (MpiCommunicator ranks = MpiCommunicator.of(runtime)) {
      for (String name : arguments) {
        try {
          Scenario.valueOf(name).body.run(ranks);
          ranks.barrier();
        } catch (Exception | AssertionError e) {
          throw new AssertionError(name + " failed on " + ranks, e);
        }
      }
      System.out.println("rank " + ranks.rank() + " has passed " + arguments);
    }
  }

  private static void open(MpiCommunicator ranks, int root, PoolUse use) throws Exception {
    Optional<MpiPoolExecutor> opened = MpiCommExecutor.open(ranks, root);
    assertThat(opened.isPresent()).isEqualTo(ranks.rank() == root);
    if (opened.isPresent()) {
      try (MpiPoolExecutor pool = opened.get()) {
        use.use(pool);
      }
    }
  }

  private static int workersOf(MpiCommunicator ranks) {
    return Math.max(1, ranks.size() - 1);
  }

  private static void rootGetsAPool(MpiCommunicator ranks) throws Exception {
    open(
        ranks,
        0,
        pool -> {
          assertThat(pool.workerCount()).isEqualTo(workersOf(ranks));
          assertThat(pool.submit(() -> Math.abs(-42)).get()).isEqualTo(42);
          assertThat(pool.map(Samples::square, List.of(1, 2, 3)).toList()).containsExactly(1, 4, 9);
        });
  }

  private static void everyRankMayBeRoot(MpiCommunicator ranks) throws Exception {
    for (int root = 0; root < ranks.size(); root++) {
      int number = root;
      open(ranks, root, pool -> assertThat(pool.submit(() -> number).get()).isEqualTo(number));
      assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
    }
  }

  private static void unusedPool(MpiCommunicator ranks) throws Exception {
    open(ranks, ranks.size() - 1, pool -> {});
    assertThat(ranks.broadcast("goes on", 0)).isEqualTo("goes on");
  }

  private static void badRoot(MpiCommunicator ranks) {
    for (int root : new int[] {-1, ranks.size()}) {
      assertThatThrownBy(() -> MpiCommExecutor.open(ranks, root))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("RP-218", Integer.toString(root));
    }
  }

  private static void openingTwice(MpiCommunicator ranks) throws Exception {
    open(
        ranks,
        0,
        pool -> {
          assertThatThrownBy(() -> MpiCommExecutor.open(ranks, 0))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("RP-219");
          assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        });
    unusedPool(ranks);
    unusedPool(ranks);
  }

  private static void alone(MpiCommunicator ranks) throws Exception {
    try (MpiCommunicator alone = ranks.split(ranks.rank(), 0).orElseThrow()) {
      open(
          alone,
          0,
          pool -> {
            assertThat(pool.backend()).isEqualTo("threads");
            assertThat(pool.workerCount()).isEqualTo(1);
            assertThat(pool.submit(() -> ProcessHandle.current().pid()).get())
                .isEqualTo(ProcessHandle.current().pid());
            assertThat(pool.submit(() -> Thread.currentThread().getName()).get())
                .isNotEqualTo(Thread.currentThread().getName());
          });
    }
  }

  private static void initializer(MpiCommunicator ranks) throws Exception {
    Optional<MpiPoolExecutor> opened =
        MpiCommExecutor.open(
            ranks,
            0,
            settings ->
                settings
                    .globals(Map.of("base", 100))
                    .initializer(mark -> MARK.set(mark), "initialized"));
    if (opened.isPresent()) {
      try (MpiPoolExecutor pool = opened.get()) {
        int workers = pool.workerCount();
        List<String> marks =
            pool.submitParallel(
                    workers,
                    all -> MARK.get() + " " + (Workers.<Integer>global("base") + all.rank()))
                .get();
        assertThat(marks)
            .isEqualTo(
                IntStream.range(0, workers).mapToObj(i -> "initialized " + (100 + i)).toList());
      }
    }
  }

  private static void failingInitializer(MpiCommunicator ranks) throws Exception {
    Optional<MpiPoolExecutor> opened =
        MpiCommExecutor.open(
            ranks,
            0,
            settings ->
                settings.initializer(
                    () -> {
                      throw new UnsupportedOperationException("on purpose");
                    }));
    if (opened.isPresent()) {
      try (MpiPoolExecutor pool = opened.get()) {
        assertThatThrownBy(pool::bootup)
            .isInstanceOf(BrokenPoolException.class)
            .hasCauseInstanceOf(UnsupportedOperationException.class)
            .hasRootCauseInstanceOf(RemoteStackTrace.class);
      }
    }
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static void failingSettings(MpiCommunicator ranks) {
    Consumer<MpiPoolExecutorBuilder> settings =
        builder -> builder.globals(Map.of("cannot be sent", new Samples.Holder()));
    if (ranks.rank() == 0) {
      assertThatThrownBy(() -> MpiCommExecutor.open(ranks, 0, settings))
          .isInstanceOf(TaskSerializationException.class);
    } else {
      assertThat(MpiCommExecutor.open(ranks, 0, settings)).isEmpty();
    }
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static void badSettingsOutside(MpiCommunicator ranks) {
    if (ranks.rank() == 0) {
      System.setProperty("rankpool.backoff", "soon");
      try {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> MpiCommExecutor.open(ranks, 0))
            .withMessageContainingAll("RP-101", "'soon'");
      } finally {
        System.clearProperty("rankpool.backoff");
      }
    } else {
      assertThat(MpiCommExecutor.open(ranks, 0)).isEmpty();
    }
    assertThat(ranks.allReduce(1, ReduceOp.SUM)).isEqualTo(ranks.size());
  }

  private static void parallel(MpiCommunicator ranks) throws Exception {
    open(
        ranks,
        0,
        pool -> {
          int workers = pool.workerCount();
          assertThat(
                  pool.submitParallel(workers, all -> all.allReduce(all.rank() + 1, ReduceOp.SUM))
                      .get())
              .hasSize(workers)
              .containsOnly(workers * (workers + 1) / 2);
        });
  }

  private static void halves(MpiCommunicator ranks) throws Exception {
    try (MpiCommunicator half = ranks.split(ranks.rank() % 2, ranks.rank()).orElseThrow()) {
      int number = ranks.rank() % 2;
      open(
          half,
          0,
          pool -> {
            assertThat(pool.workerCount()).isEqualTo(workersOf(half));
            assertThat(pool.map(x -> x + number, List.of(10, 20)).toList())
                .containsExactly(10 + number, 20 + number);
          });
    }
  }
}
