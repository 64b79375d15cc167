package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rankpool.config.Settings;
import java.io.File;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class LauncherTest {
  private static final String SAMPLE = SampleProgram.class.getName();

  private static final String BACKEND = "rankpool.backend";
  private static final String WORKERS = "rankpool.max-workers";
  private static final String CLASS_PATH = "java.class.path";

  private final String classPath = Objects.requireNonNull(System.getProperty(CLASS_PATH));
  private final StringWriter output = new StringWriter();
  private final List<String> events = new ArrayList<>();
  private final List<Throwable> uncaught = new ArrayList<>();
  private final @Nullable ClassLoader contextLoader =
      Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void noCallsYet() {
    SampleProgram.CALLS.clear();
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
  }

  @AfterEach
  void restoreWhatALaunchSets() {
    for (String name : List.of(Settings.MAIN_CLASS_PROPERTY, BACKEND, WORKERS)) {
      System.clearProperty(name);
    }
    System.setProperty(CLASS_PATH, classPath);
    Thread.currentThread().setContextClassLoader(contextLoader);
    Thread.currentThread().setUncaughtExceptionHandler(null);
  }

  /** Records what is asked of it. */
  private class ScriptedJob implements Job {
    private final int rank;
    private final int size;
    private final Verdict ofRankZero;

    ScriptedJob(int rank, int size, Verdict ofRankZero) {
      this.rank = rank;
      this.size = size;
      this.ofRankZero = ofRankZero;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Verdict broadcast(Verdict verdict) {
      events.add("broadcast");
      return rank == 0 ? verdict : ofRankZero;
    }

    @Override
    public boolean openPool() {
      events.add("pool for " + System.getProperty(Settings.MAIN_CLASS_PROPERTY));
      assertThat(Thread.currentThread().getContextClassLoader()).isInstanceOf(ProgramLoader.class);
      return rank == 0;
    }

    @Override
    public void serve(ServeOptions options) {
      throw new AssertionError("no test has the ranks serve");
    }

    @Override
    public void abort(int status) {
      events.add("abort " + status);
    }
  }

  private OptionalInt launch(boolean launched, Job job, String... args) {
    PrintWriter writer = new PrintWriter(output);
    ProgramReader reader = new ProgramReader(InputStream.nullInputStream(), "/default");
    return new Launcher(
            new Commands(reader, writer, writer, Ansi.OFF),
            launched,
            () -> {
              events.add("start");
              return job;
            })
        .launch(args);
  }

  private Job rankZeroOf(int size) {
    return new ScriptedJob(0, size, Verdict.end(99));
  }

  private Job worker(Verdict ofRankZero) {
    return new ScriptedJob(1, 2, ofRankZero);
  }

  @Test
  void rankZeroRunsTheProgramAndLetsItsThreadsGoOn() {
    assertThat(launch(true, rankZeroOf(2), "run", "-m", SAMPLE, "x")).isEmpty();

    assertThat(events).containsExactly("start", "broadcast", "pool for " + SAMPLE);
    assertThat(SampleProgram.CALLS).containsExactly("x");
  }

  @Test
  void otherRanksServeWhatRankZeroTellsAndLookAtNoArguments() {
    Verdict verdict =
        Verdict.run(Program.onClassPath("a.Main", List.of(), List.of()), RunOptions.NONE);

    assertThat(launch(true, worker(verdict), "nonsense")).hasValue(0);

    assertThat(events).containsExactly("start", "broadcast", "pool for a.Main");
    assertThat(output.toString()).isEmpty();
  }

  @Test
  void whatIsRefusedIsSaidByRankZeroOnlyAndEndsAll() {
    assertThat(launch(true, rankZeroOf(2), "run", "missing.jar")).hasValue(2);
    assertThat(output.toString()).contains("RP-602");
    assertThat(events).containsExactly("start", "broadcast");

    output.getBuffer().setLength(0);
    assertThat(launch(true, worker(Verdict.end(2)), "run", "missing.jar")).hasValue(2);
    assertThat(output.toString()).isEmpty();
  }

  @Test
  void withoutLauncherMpiIsStartedOnlyForAProgram() {
    assertThat(launch(false, rankZeroOf(1), "run", "--help")).hasValue(0);
    assertThat(launch(false, rankZeroOf(1), "run", "missing.jar")).hasValue(2);
    assertThat(events).isEmpty();

    assertThat(launch(false, rankZeroOf(1), "run", "-m", SAMPLE)).isEmpty();
    assertThat(events).containsExactly("start", "pool for " + SAMPLE);
  }

  @Test
  void whatMainThrowsAbortsTheJob() {
    String failing = SampleProgram.Failing.class.getName();

    assertThat(launch(true, rankZeroOf(2), "run", "-m", failing)).hasValue(1);

    assertThat(events).endsWith("pool for " + failing, "abort 1");
    assertThat(uncaught).singleElement().asString().contains("thrown by main");
  }

  @Test
  void whatIsRefusedAfterAllWasCheckedHasTheStatusOfWhatIsRefusedBefore() {
    Program gone = Program.onClassPath("org.example.Gone", List.of(), List.of());
    Job job =
        new ScriptedJob(0, 2, Verdict.end(99)) {
          @Override
          public Verdict broadcast(Verdict verdict) {
            return Verdict.run(gone, RunOptions.NONE);
          }
        };

    assertThat(launch(true, job, "run", "-m", SAMPLE)).hasValue(Verdict.USAGE);

    assertThat(events).contains("abort " + Verdict.USAGE);
    assertThat(SampleProgram.CALLS).isEmpty();
  }

  @Test
  void aRankOnItsOwnEndsInOrder() {
    assertThat(launch(true, rankZeroOf(1), "run", "-m", SampleProgram.Failing.class.getName()))
        .hasValue(1);

    assertThat(events).doesNotContain("abort 1");
    assertThat(uncaught).hasSize(1);
  }

  @Test
  void launchedProcessesWhoseBackendCannotBeUsedDoNotRunApart() {
    assertThatExceptionOfType(JobException.class)
        .isThrownBy(() -> MpiJob.requireJob(new UnusableProvider(), Optional.empty()))
        .withMessage(
            "RP-608: the launcher of broken started this process, but that backend cannot"
                + " be used here: no library. Install it");
  }

  @Test
  void whereTheCommandLineNamesWorkersThePoolsStartTheirOwn() {
    assertThat(
            launch(
                false,
                rankZeroOf(1),
                "run",
                "--backend=threads",
                "--workers=3",
                "-cp",
                "/program",
                "-m",
                SAMPLE,
                "x"))
        .isEmpty();

    assertThat(events).isEmpty();
    assertThat(SampleProgram.CALLS).containsExactly("x");
    assertThat(System.getProperty(BACKEND)).isEqualTo("threads");
    assertThat(System.getProperty(WORKERS)).isEqualTo("3");
    assertThat(System.getProperty(CLASS_PATH))
        .isEqualTo(classPath + File.pathSeparator + "/program");
  }

  @Test
  void theirProcessesFindWhatWasCompiled() throws Exception {
    launch(false, rankZeroOf(1), "run", "--workers=1", "-c", "System.getProperty(args[0]);", "x");

    String now = Objects.requireNonNull(System.getProperty(CLASS_PATH));
    String added = now.substring((classPath + File.pathSeparator).length());
    Path folder = Path.of(added.split(File.pathSeparator, -1)[0]);
    assertThat(folder.resolve(SourceText.STATEMENTS_CLASS + ".class")).exists();
  }

  @Test
  void norDoThoseForWhichAnotherMpiIsNamed() {
    Settings.Value<String> named = new Settings.Value<>("other", "variable B");

    assertThatExceptionOfType(JobException.class)
        .isThrownBy(() -> MpiJob.requireJob(new UnusableProvider(), Optional.of(named)))
        .withMessageStartingWith("RP-608: the launcher of broken started this process")
        .withMessageContaining("backend 'other' is named (variable B)");
  }

  @Test
  void whoNamesThreadsWantsThemToRunApart() {
    Settings.Value<String> named = new Settings.Value<>("threads", "variable B");

    assertThatCode(() -> MpiJob.requireJob(new UnusableProvider(), Optional.of(named)))
        .doesNotThrowAnyException();
  }
}
