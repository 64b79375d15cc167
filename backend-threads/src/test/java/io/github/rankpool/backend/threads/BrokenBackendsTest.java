package io.github.rankpool.backend.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.Watchdog;
import io.github.rankpool.testkit.WorldHarness;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract's tests must find what is wrong with wrong backends, and only that. */
@ExtendWith(Watchdog.class)
class BrokenBackendsTest {
  /** Rules that none of the breakages, each for itself, touches. */
  private static final List<String> SOUND = List.of("L7", "C7");

  private static volatile @Nullable Breakage current;

  /** Run by the test below only. */
  static class Subject extends BackendContract {
    @Override
    protected WorldHarness harness() {
      Breakage breakage = Objects.requireNonNull(current);
      return new ThreadsHarness(
          Duration.ofSeconds(3), runtime -> Intercepted.runtime(runtime, breakage));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKitFindsWhatIsBroken(Breakage breakage) {
    current = breakage;
    List<String> run = Stream.concat(breakage.rules().stream(), SOUND.stream()).toList();
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Subject.class))
            .filters(only(run))
            .execute()
            .testEvents();
    assertThat(rules(tests.failed())).containsExactlyInAnyOrderElementsOf(breakage.rules());
    assertThat(rules(tests.succeeded())).containsExactlyInAnyOrderElementsOf(SOUND);
  }

  private static PostDiscoveryFilter only(List<String> rules) {
    return descriptor ->
        FilterResult.includedIf(!descriptor.isTest() || rules.contains(rule(descriptor)));
  }

  private static List<String> rules(Events events) {
    return events.stream().map(Event::getTestDescriptor).map(BrokenBackendsTest::rule).toList();
  }

  private static String rule(TestDescriptor descriptor) {
    return descriptor.getDisplayName().replaceFirst("_.*", "");
  }
}
