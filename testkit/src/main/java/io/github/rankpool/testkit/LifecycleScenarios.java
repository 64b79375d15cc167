package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;

/** What the ranks do in the tests of rules L. */
final class LifecycleScenarios {
  private static final int INTERRUPTED = 8;

  /** Beyond every eager limit. */
  private static final int INTERRUPTED_BYTES = 1 << 20;

  private LifecycleScenarios() {}

  static void worldAndSelfAreUsable(MpiRuntime runtime) {
    assertThat(runtime.world().size()).isEqualTo(2);
    assertThat(runtime.world().rank()).isBetween(0, 1);
    assertThat(runtime.world()).isSameAs(runtime.world());
    assertThat(runtime.self()).isSameAs(runtime.self());
    assertThat(runtime.self().size()).isEqualTo(1);
    assertThat(runtime.self().rank()).isZero();
    assertThat(runtime.parent()).isEmpty();
    assertThat(runtime.credential()).isEmpty();
    runtime.self().barrier();
    int other = 1 - runtime.world().rank();
    Signals.send(runtime.world(), other);
    Signals.await(runtime.world(), other);
  }

  static void givesThreadLevelMultiple(MpiRuntime runtime) {
    assertThat(runtime.threadLevel()).isEqualTo(ThreadLevel.MULTIPLE);
  }

  /** Whatever the level is, what it allows must work. */
  static void allowsWhatTheThreadLevelSays(MpiRuntime runtime) throws Exception {
    runtime.world().barrier();
    if (runtime.threadLevel().allows(ThreadLevel.SERIALIZED)) {
      FutureTask<Boolean> onAnotherThread =
          new FutureTask<>(
              () -> {
                runtime.world().barrier();
                return true;
              });
      new Thread(onAnotherThread).start();
      assertThat(onAnotherThread.get()).isTrue();
    } else {
      runtime.world().barrier();
    }
  }

  static void closesTwice(MpiRuntime runtime) {
    runtime.world().barrier();
    runtime.close();
    runtime.close();
    runtime.wake(); // without effect, and without harm
  }

  static void allocatesFromAnyThread(MpiRuntime runtime) throws Exception {
    checkAllocated(runtime);
    FutureTask<Boolean> onAnotherThread =
        new FutureTask<>(
            () -> {
              checkAllocated(runtime);
              return true;
            });
    new Thread(onAnotherThread).start();
    assertThat(onAnotherThread.get()).isTrue();
  }

  private static void checkAllocated(MpiRuntime runtime) {
    for (int bytes : new int[] {0, 1, 4097}) {
      ByteBuffer buffer = runtime.allocate(bytes);
      assertThat(buffer.isDirect()).isTrue();
      assertThat(buffer.isReadOnly()).isFalse();
      assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
      assertThat(buffer.capacity()).isEqualTo(bytes);
      assertThat(buffer.remaining()).isEqualTo(bytes);
      for (int i = 0; i < bytes; i++) {
        assertThat(buffer.get(i)).isZero();
      }
    }
  }

  static void refusesASecondStart(MpiRuntime runtime) {
    MpiProvider launched =
        ServiceLoader.load(MpiProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(MpiProvider::launchedThisProcess)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no provider says it launched this process"));
    assertThatThrownBy(() -> launched.start(ThreadLevel.MULTIPLE))
        .isInstanceOf(MpiException.class)
        .hasMessageMatching("(?s)RP-\\d{3}: .+");
    runtime.world().barrier();
  }

  static void tellsUniverseSizeAndHost(MpiRuntime runtime) {
    runtime.universeSize().ifPresent(size -> assertThat(size).isPositive());
    assertThat(runtime.host()).isNotBlank();
    runtime
        .libraryVersion()
        .ifPresent(version -> assertThat(version).isNotBlank().doesNotContain("\n"));
  }

  /** Without effect where the backend says that interrupts do harm. */
  static void interruptedThreadsDoNoHarm(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int other = 1 - world.rank();
    if (runtime.toleratesInterrupts()) {
      Thread.currentThread().interrupt();
      Request send = world.isend(runtime.allocate(INTERRUPTED_BYTES), other, INTERRUPTED);
      MatchedMessage message = null;
      while (message == null) {
        message = world.improbe(other, INTERRUPTED);
      }
      ByteBuffer received = runtime.allocate(INTERRUPTED_BYTES);
      Request receive = message.irecv(received);
      while (receive.test() == null || send.test() == null) {
        Thread.onSpinWait();
      }
      assertThat(Thread.interrupted()).isTrue();
    }
    Signals.send(world, other);
    Signals.await(world, other);
  }
}
