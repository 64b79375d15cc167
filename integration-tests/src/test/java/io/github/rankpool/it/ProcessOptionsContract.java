package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How workers are started, and where they find classes. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class ProcessOptionsContract {
  private static final String THREADS = "its workers are threads of the program's own process";

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  private static <T> T ask(MpiPoolExecutorBuilder builder, SerializableCallable<T> question)
      throws Exception {
    try (MpiPoolExecutor pool = builder.maxWorkers(1).build()) {
      return pool.submit(question).get();
    }
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void workersRunTheJavaThatIsNamed() throws Exception {
    Path java = directory.resolve("my-java");
    Files.writeString(
        java,
        "#!/bin/sh\nSTARTED_BY=$0\nexport STARTED_BY\nexec '"
            + TestProcess.javaExecutable()
            + "' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    assertThat(ask(builder().javaExecutable(java), () -> System.getenv("STARTED_BY")))
        .isEqualTo(java.toString());
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void whatIsSetOutsideTheProgramReachesTheWorkersUnlessTheProgramSetsIt() throws Exception {
    SerializableCallable<String> question =
        () -> System.getProperty("from") + " in " + Path.of("").toRealPath();
    String outside = "outside in " + directory.toRealPath();
    Map<String, String> folder =
        Map.of("rankpool.jvm-args", "-Dfrom=outside", "rankpool.work-dir", directory.toString());
    Map<String, String> hint =
        Map.of("rankpool.jvm-args", "-Dfrom=outside", "rankpool.mpi-info", "wdir=" + directory);

    assertThat(askWith(folder, this::builder, question)).isEqualTo(outside);
    assertThat(askWith(hint, this::builder, question)).isEqualTo(outside);
    assertThat(askWith(folder, () -> builder().jvmArgs(List.of()).workDir(Path.of("/")), question))
        .isEqualTo("null in /");
  }

  private static <T> T askWith(
      Map<String, String> properties,
      Supplier<MpiPoolExecutorBuilder> builder,
      SerializableCallable<T> question)
      throws Exception {
    properties.forEach(System::setProperty);
    try {
      return ask(builder.get(), question);
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void aJavaThatIsNotThereBreaksThePoolAndIsNamed() {
    Path java = directory.resolve("no-java");
    try (MpiPoolExecutor pool = builder().javaExecutable(java).build()) {
      // Refused, if the pool breaks before it has the task; failed afterwards.
      Throwable failure = catchThrowable(() -> pool.submit(() -> 1).join());

      assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
          .isInstanceOf(BrokenPoolException.class);
      assertThatThrownBy(pool::bootup)
          .isInstanceOf(BrokenPoolException.class)
          .hasMessageContainingAll("RP-202", "cannot spawn", java.toString());
    }
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void jvmArgumentsReachTheWorkers() throws Exception {
    List<String> arguments = List.of("-Dfrom.arguments=with some space", "-Xmx123m");
    List<String> answer =
        ask(
            builder().jvmArgs(arguments),
            () ->
                List.of(
                    System.getProperty("from.arguments"),
                    String.valueOf(Runtime.getRuntime().maxMemory() >> 20)));

    assertThat(answer.get(0)).isEqualTo("with some space");
    assertThat(Integer.parseInt(answer.get(1))).isBetween(100, 130);
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void systemPropertiesReachTheWorkersAndJvmArgumentsOverrideThem() throws Exception {
    Map<String, String> properties = Map.of("first", "a=b c", "second", "2", "third", "");
    List<String> answer =
        ask(
            builder().systemProperties(properties).jvmArgs(List.of("-Dsecond=two")),
            () ->
                List.of(
                    System.getProperty("first"),
                    System.getProperty("second"),
                    System.getProperty("third")));

    assertThat(answer).containsExactly("a=b c", "two", "");
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void workersRunInTheDirectoryThatIsNamedAndStillFindClasses() throws Exception {
    assertThat(ask(builder().workDir(directory), () -> Path.of("").toRealPath().toString()))
        .isEqualTo(directory.toRealPath().toString());
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void aDirectoryThatIsNotThereBreaksThePoolAndIsNamed() {
    Path missing = directory.resolve("missing");
    try (MpiPoolExecutor pool = builder().workDir(missing).build()) {
      assertThatThrownBy(pool::bootup)
          .isInstanceOf(BrokenPoolException.class)
          .hasMessageContaining(missing.toString());
    }
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void environmentVariablesReachTheWorkers() throws Exception {
    Map<String, String> variables = Map.of("FIRST", "plain", "SECOND", "with some space");
    List<String> answer =
        ask(
            builder().env(variables),
            () -> List.of(System.getenv("FIRST"), System.getenv("SECOND")));

    assertThat(answer).containsExactly("plain", "with some space");
  }

  @Test
  @CannotOn(value = "threads", because = THREADS)
  void hintsReachMpi() throws Exception {
    Map<String, String> hints = Map.of("wdir", directory.toString());

    assertThat(ask(builder().mpiInfo(hints), () -> Path.of("").toRealPath().toString()))
        .isEqualTo(directory.toRealPath().toString());
  }

  @Test
  void classesOfTheClassPathAreFoundByTheirNames() throws Exception {
    Path classes = compilePlugin();

    assertThat(ask(builder().classPath(List.of(classes)), ProcessOptionsContract::callPlugin))
        .isEqualTo("hello from the plug-in");
  }

  private static String callPlugin() throws Exception {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return (String) Class.forName("plugin.Greeting", true, loader).getMethod("call").invoke(null);
  }

  @Test
  void withoutTheClassPathTheyAreNot() throws Exception {
    compilePlugin();
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<String> call = pool.submit(ProcessOptionsContract::callPlugin);

      assertThatThrownBy(call::get).hasCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void tasksInitializersAndGlobalsMayBeOfClassesOfTheClassPath() throws Exception {
    Path classes =
        Compiler.compile(
            directory,
            "plugin.Everything",
            """
            package plugin;
            import io.github.rankpool.*;
            public class Everything implements SerializableCallable<String>, SerializableRunnable {
              static int runs;
              public void run() { runs++; }
              public String call() {
                return runs + " " + (Workers.global("own") instanceof Everything);
              }
            }
            """);
    Object everything = Compiler.newInstance(classes, "plugin.Everything");
    @SuppressWarnings("unchecked") // It is both, as its source says.
    SerializableCallable<String> task = (SerializableCallable<String>) everything;
    MpiPoolExecutorBuilder builder =
        builder()
            .classPath(List.of(classes))
            .initializer((io.github.rankpool.SerializableRunnable) everything)
            .globals(Map.of("own", everything));

    assertThat(ask(builder, task)).isEqualTo("1 true");
  }

  private Path compilePlugin() throws Exception {
    return Compiler.compile(
        directory,
        "plugin.Greeting",
        """
        package plugin;
        public class Greeting {
          public static String call() { return "hello from the plug-in"; }
        }
        """);
  }
}
