package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.testkit.Capability;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.ThreadDump;
import io.github.rankpool.testkit.WorldHarness;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Runs scenarios on threads of this JVM, each rank with a runtime that may be wrapped. */
final class ThreadsHarness implements WorldHarness {
  private final Duration limit;
  private final UnaryOperator<MpiRuntime> wrapper;

  ThreadsHarness() {
    this(Duration.ofSeconds(60), UnaryOperator.identity());
  }

  ThreadsHarness(Duration limit, UnaryOperator<MpiRuntime> wrapper) {
    this.limit = limit;
    this.wrapper = wrapper;
  }

  @Override
  public MpiProvider provider() {
    return new ThreadsProvider();
  }

  @Override
  public Map<Capability, String> missing() {
    return Map.of(Capability.PROCESS_RANKS, "ranks are threads of this JVM");
  }

  @Override
  public void run(int ranks, Scenario scenario) {
    FutureTask<Boolean> world =
        new FutureTask<>(
            () -> {
              ThreadsWorld.run(ranks, (runtime, arguments) -> scenario.run(wrapper.apply(runtime)));
              return true;
            });
    Thread runner = new Thread(world, "threads-harness");
    runner.start();
    try {
      world.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a rank failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      String dump = ThreadDump.take();
      world.cancel(true);
      throw new AssertionError("no end within " + limit + ":\n" + dump, e);
    } catch (InterruptedException e) {
      world.cancel(true);
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
