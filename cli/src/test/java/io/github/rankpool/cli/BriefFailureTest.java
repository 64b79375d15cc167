package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class BriefFailureTest {
  private final Throwable mpi = new IllegalStateException("RP-336: there is no java");

  @Test
  void failuresWithCodesAllAlongAreTheirMessages() {
    Throwable pool = new IllegalStateException("RP-202: the pool is broken", mpi);
    CompletionException wrapped = new CompletionException(pool);
    wrapped.setStackTrace(new StackTraceElement[0]);

    assertThat(BriefFailure.of(wrapped))
        .hasValue("RP-202: the pool is broken\n  caused by RP-336: there is no java");
  }

  @Test
  void whatTheSystemSaidIsNotRepeatedWhereTheMessageHasIt() {
    Throwable system = new NoSuchFileException("/services/lab");
    Throwable saysIt = new IllegalStateException("RP-702: /services/lab is not there", system);
    Throwable saysItNot = new IllegalStateException("RP-705: does not answer any more", system);
    saysIt.setStackTrace(new StackTraceElement[0]);

    assertThat(BriefFailure.of(saysIt)).hasValue("RP-702: /services/lab is not there");
    assertThat(BriefFailure.of(saysItNot)).isEmpty();
  }

  @Test
  void whatATaskOrAnInitializerThrowsIsNotTheSystems() {
    Throwable thrown = new IOException("no disk", new IllegalStateException("on worker 1 of 2"));
    Throwable failure =
        new IllegalStateException("RP-207: the initializer failed: no disk", thrown);

    assertThat(BriefFailure.of(failure)).isEmpty();
  }

  @Test
  void thePlaceInTheProgramIsNamed() {
    Throwable failure = new IllegalStateException("RP-101: bad");
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("io.github.rankpool.Pool", "build", "Pool.java", 1),
          new StackTraceElement("org.example.Prog", "main", "Prog.java", 7)
        });

    assertThat(BriefFailure.of(failure))
        .hasValue("RP-101: bad (at org.example.Prog.main(Prog.java:7))");
  }

  @Test
  void whatTasksThrowKeepsItsTrace() {
    Throwable thrown = new IllegalStateException("by a task");

    assertThat(BriefFailure.of(thrown)).isEmpty();
    assertThat(BriefFailure.of(new IllegalStateException("RP-207: initializer", thrown))).isEmpty();
    assertThat(BriefFailure.of(new IllegalStateException("RP-405: thrown by a task"))).isEmpty();
  }

  @Test
  void aClassThatIsNotThereIsNamedWithTheRemedy() {
    NoClassDefFoundError failure = new NoClassDefFoundError("lib/Lib");
    failure.initCause(new ClassNotFoundException("lib.Lib"));

    assertThat(BriefFailure.of(failure).orElseThrow())
        .startsWith("RP-614: the program needs class lib.Lib")
        .contains("-cp");
    assertThat(BriefFailure.of(new NoClassDefFoundError("Could not initialize class A"))).isEmpty();
  }
}
