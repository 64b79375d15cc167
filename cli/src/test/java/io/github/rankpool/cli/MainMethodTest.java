package io.github.rankpool.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainMethodTest {
  private static final ClassLoader LOADER = MainMethodTest.class.getClassLoader();

  @BeforeEach
  void noCallsYet() {
    SampleProgram.CALLS.clear();
  }

  private static Program program(String mainClass) {
    return Program.onClassPath(mainClass, List.of("/missing.jar"), List.of());
  }

  private static MainMethod find(Class<?> type) throws RefusedException {
    return MainMethod.find(program(type.getName()), LOADER);
  }

  @Test
  void mainIsCalledWithTheArguments() throws RefusedException {
    assertThat(find(SampleProgram.class).call(List.of("a", "", "b c"))).isNull();

    assertThat(SampleProgram.CALLS).containsExactly("a", "", "b c");
  }

  @Test
  void mainMayBeInheritedOrOfAnInterface() throws RefusedException {
    assertThat(find(SampleProgram.Heir.class).call(List.of())).isNull();
    assertThat(find(SampleProgram.Interface.class).call(List.of())).isNull();

    assertThat(SampleProgram.CALLS).containsExactly("inherited", "interface");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SampleProgram.NotPublic.class,
        SampleProgram.NotStatic.class,
        SampleProgram.NotVoid.class,
        SampleProgram.NoArguments.class,
        List.class
      })
  void whatJavaWouldNotStartIsRefused(Class<?> type) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> find(type))
        .withMessageStartingWith("RP-605: class " + type.getName())
        .withMessageContaining("public static void main(String[] args)")
        .extracting(RefusedException::status)
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.Main", "io.github.rankpool.cli.sampleProgram", "a/b", ""})
  void aClassThatIsNotThereIsRefused(String name) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> MainMethod.find(program(name), LOADER))
        .withMessageStartingWith("RP-604: ")
        .withMessageContaining(name)
        .withMessageContaining("(/missing.jar; not there: /missing.jar)");
  }

  @Test
  void whatMainThrowsHasNoFramesOfTheCommand() throws RefusedException {
    Throwable thrown = requireNonNull(find(SampleProgram.Failing.class).call(List.of()));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("thrown by main");
    assertThat(thrown).hasCauseInstanceOf(RuntimeException.class);
    for (Throwable each : List.of(thrown, requireNonNull(thrown.getCause()))) {
      assertThat(each.getStackTrace())
          .singleElement()
          .satisfies(
              frame ->
                  assertThat(frame.getClassName())
                      .isEqualTo(SampleProgram.Failing.class.getName()));
    }
  }

  @Test
  void tracesOfOtherThreadsAndCyclesOfCausesAreLeftAlone() throws Exception {
    RuntimeException made = CompletableFuture.supplyAsync(MainMethodTest::cycle).get();
    StackTraceElement[] trace = made.getStackTrace();
    Rethrower.EXCEPTIONS.add(made);

    Throwable thrown = requireNonNull(find(Rethrower.class).call(List.of()));

    assertThat(thrown).isSameAs(made);
    assertThat(thrown.getStackTrace()).isEqualTo(trace);
    assertThat(thrown.getCause()).hasCause(thrown);
  }

  private static RuntimeException cycle() {
    RuntimeException cause = new RuntimeException("one");
    RuntimeException made = new RuntimeException("two", cause);
    cause.initCause(made);
    return made;
  }

  /** Throws what another thread has made. */
  static final class Rethrower {
    static final Queue<RuntimeException> EXCEPTIONS = new ConcurrentLinkedQueue<>();

    private Rethrower() {}

    public static void main(String[] args) {
      for (RuntimeException each : EXCEPTIONS) {
        throw each;
      }
    }
  }
}
