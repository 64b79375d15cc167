package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Executors that live at the same time, each with workers and settings of its own. */
abstract class SeveralPoolsContract {
  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @Test
  void initializersAndGlobalsOfPoolsAreKeptApart() {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor first = pool("first", marks);
        MpiPoolExecutor second = pool("second", marks);
        MpiPoolExecutor none = builder().maxWorkers(1).build()) {
      List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
      var ofFirst = first.map(i -> Workers.<String>global("name"), numbers);
      var ofSecond = second.map(i -> Workers.<String>global("name"), numbers);

      assertThat(ofFirst).hasSize(100).containsOnly("first");
      assertThat(ofSecond).hasSize(100).containsOnly("second");
      assertThatThrownBy(() -> none.submit(() -> Workers.global("name")).get())
          .hasMessageContaining("RP-217");
      assertThat(marks.all()).containsExactly("first-0", "first-1", "second-0", "second-1");
    }
  }

  private MpiPoolExecutor pool(String name, Marks marks) {
    return builder()
        .maxWorkers(2)
        .globals(Map.of("name", name))
        .initializer(() -> marks.set(Workers.<String>global("name") + "-" + Workers.rank()))
        .build();
  }

  @Test
  void aBrokenPoolDoesNotTouchTheOthers() throws Exception {
    try (MpiPoolExecutor well = builder().maxWorkers(1).build();
        MpiPoolExecutor broken =
            builder()
                .maxWorkers(1)
                .initializer(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    })
                .build()) {
      assertThat(well.submit(() -> 1).get()).isEqualTo(1);
      assertThatThrownBy(broken::bootup).isInstanceOf(BrokenPoolException.class);
      assertThat(well.submit(() -> 2).get()).isEqualTo(2);
    }
  }

  @Test
  void poolsEndInAnyOrder() throws Exception {
    MpiPoolExecutor first = builder().maxWorkers(1).build();
    MpiPoolExecutor second = builder().maxWorkers(1).build();
    first.bootup(false);
    second.bootup(false);
    assertThat(first.submit(() -> 1).get()).isEqualTo(1);
    first.close();
    assertThat(second.submit(() -> 2).get()).isEqualTo(2);
    second.close();

    assertThat(first.isTerminated() && second.isTerminated()).isTrue();
  }
}
