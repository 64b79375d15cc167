package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LevelledRuntime;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may call MPI at the same time, at each of its levels of thread support. */
class MpiLockTest {
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  /** A loop on a thread of its own, whose only agent calls MPI whenever it may. */
  private static final class CallingLoop implements AutoCloseable {
    final MpiRuntime runtime;
    final AtomicInteger calls = new AtomicInteger();
    private final CommLoop loop;
    private final Thread thread;

    CallingLoop(ThreadLevel level) {
      runtime = new LevelledRuntime(new ThreadsProvider().start(level), level, calls);
      loop = new CommLoop(runtime);
      loop.attach(
          new ScriptedAgent(
              () -> {
                runtime.world();
                return 1;
              }));
      thread = new Thread(() -> loop.run(false), "calling-loop");
      thread.start();
    }

    /** Until MPI was called once more, at the least. */
    @SuppressWarnings("ThreadPriorityCheck") // Only waits for the other thread.
    void awaitCall() {
      int before = calls.get();
      while (calls.get() == before) {
        Thread.yield();
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Only waits for the other thread.
    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.yield();
      }
    }

    @Override
    public void close() {
      loop.stop();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadLevel.class,
      names = {"SINGLE", "FUNNELED", "SERIALIZED"})
  void belowMultipleWhoHoldsTheLockKeepsTheCommunicationThreadFromMpi(ThreadLevel level) {
    try (CallingLoop loop = new CallingLoop(level)) {
      loop.awaitCall();
      MpiLock lock = MpiLock.of(loop.runtime);
      lock.lock();
      lock.lock();
      int before = loop.calls.get();
      // It is never idle, so that there is nothing else that it could wait for.
      loop.awaitWaiting();
      lock.unlock();
      assertThat(loop.calls).hasValue(before);
      lock.unlock();
      loop.awaitCall();
    }
  }

  @Test
  void atMultipleNobodyWaits() {
    try (CallingLoop loop = new CallingLoop(ThreadLevel.MULTIPLE)) {
      MpiLock lock = MpiLock.of(loop.runtime);
      lock.lock();
      loop.awaitCall();
      lock.unlock();
    }
  }

  @Test
  void aRuntimeHasOneLockAndAnotherRuntimeAnother() {
    MpiRuntime first = new ThreadsProvider().start(ThreadLevel.MULTIPLE);
    MpiRuntime second = new ThreadsProvider().start(ThreadLevel.MULTIPLE);

    assertThat(MpiLock.of(first)).isSameAs(MpiLock.of(first)).isNotSameAs(MpiLock.of(second));
  }
}
