package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.backend.threads.ThreadsWorld;
import io.github.rankpool.testkit.Watchdog;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class ObjectExchangeTest {
  private record Parcel(int number) implements Serializable {}

  /** Knows what its parent knows, and notes what it was asked for. */
  private static final class NotingLoader extends ClassLoader {
    private final Set<String> asked = new HashSet<>();

    NotingLoader(@Nullable ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void classesAreFoundByTheReceivingThreadsContextClassLoader() throws Exception {
    NotingLoader loader = new NotingLoader(ObjectExchangeTest.class.getClassLoader());
    ThreadsWorld.run(
        1,
        (runtime, none) -> {
          MpiCommunicator ranks = MpiCommunicator.of(runtime);
          Thread.currentThread().setContextClassLoader(loader);
          assertThat(ranks.allGather(new Parcel(4))).containsExactly(new Parcel(4));
        });
    assertThat(loader.asked).contains(Parcel.class.getName());
  }

  @Test
  void aThreadWithoutContextClassLoaderReadsWhatTheApplicationKnows() throws Exception {
    ThreadsWorld.run(
        1,
        (runtime, none) -> {
          MpiCommunicator ranks = MpiCommunicator.of(runtime);
          Thread.currentThread().setContextClassLoader(null);
          ranks.send(new Parcel(5), 0, 1);
          assertThat(ranks.<Parcel>receive(0, 1).value()).isEqualTo(new Parcel(5));
        });
  }
}
