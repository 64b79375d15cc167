package io.github.rankpool.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.RankMain;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.testkit.MpjRun;
import io.github.rankpool.testkit.TestProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways to start a program: on which backend, and by what. */
enum Launch {
  /** Plain java; workers are threads. */
  THREADS("threads", false),
  /** Plain java, from which Open MPI makes a world of one rank. */
  OPENMPI("openmpi", false),
  /** Plain java, which starts processes that MPJ Express connects. */
  MPJ("mpj", false),
  /** As rank 0 of {@code mpiexec -n 1}. */
  MPIEXEC("openmpi", true);

  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  private final String backend;
  private final boolean byLauncher;

  Launch(String backend, boolean byLauncher) {
    this.backend = backend;
    this.byLauncher = byLauncher;
  }

  String backend() {
    return backend;
  }

  boolean hasProcesses() {
    return this != THREADS;
  }

  /**
   * A program to be run this way. Skips the test, showing the reason, where the backend cannot be
   * used; fails it if the backend is required.
   *
   * @param jvmArguments of the program's JVM; those of its workers are its own business
   * @param program has a main method
   * @param arguments of the program
   */
  TestProcess.Builder program(List<String> jvmArguments, Class<?> program, String... arguments) {
    assumeUsable(backend);
    return java(jvmArguments, program, arguments).environment("RANKPOOL_BACKEND", backend);
  }

  /** As {@link #program}, for a whole command. */
  TestProcess.Builder command(List<String> command) {
    assumeUsable(backend);
    List<String> words = byLauncher ? launched(1) : new ArrayList<>();
    words.addAll(command);
    return process(words).environment("RANKPOOL_BACKEND", backend);
  }

  /**
   * A program to be run on every rank of a world of Open MPI, made by its launcher. Skips or fails
   * the test as {@link #program} does.
   */
  static TestProcess.Builder ranks(
      int ranks, Class<? extends RankProgram> program, String... arguments) {
    assumeUsable(MPIEXEC.backend);
    List<String> command = launched(ranks);
    command.addAll(javaCommand(List.of("-Xmx256m"), RankMain.class));
    command.addAll(List.of(MPIEXEC.backend, program.getName()));
    command.addAll(List.of(arguments));
    return process(command);
  }

  /**
   * Makes ready to run programs by MPJ Express's launcher, {@code mpjrun}. Skips or fails the test
   * as {@link #program} does.
   *
   * @param folder for its files; the programs' working directory
   */
  static MpjRun mpjrun(Path folder) {
    assumeUsable(MPJ.backend);
    String home = System.getenv("MPJ_HOME");
    return MpjRun.in(folder, Path.of(home != null ? home : "/usr/share/mpj"));
  }

  /** What {@code mpjrun} is told to run a program on every rank of a world of MPJ Express. */
  static List<String> ranks(Class<? extends RankProgram> program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(MPJ.backend, program.getName()));
    words.addAll(List.of(arguments));
    return MpjRun.program(RankMain.class, words.toArray(String[]::new));
  }

  /**
   * A program to be run by {@code mpiexec -n ranks}. Skips or fails the test as {@link #program}
   * does; the backend is left for the program to find.
   */
  static TestProcess.Builder mpiexec(
      int ranks, List<String> jvmArguments, Class<?> program, String... arguments) {
    List<String> command = javaCommand(jvmArguments, program);
    command.addAll(List.of(arguments));
    return mpiexec(ranks, command);
  }

  /** As {@link #mpiexec(int, List, Class, String...)}, for a whole command. */
  static TestProcess.Builder mpiexec(int ranks, List<String> command) {
    assumeUsable(MPIEXEC.backend);
    List<String> words = launched(ranks);
    words.addAll(command);
    return process(words);
  }

  /** Skips or fails the test as {@link #program} does. */
  static void assumeUsable(String backend) {
    Availability availability = Backends.availability(backend);
    if (!availability.usable()) {
      String problem = Backends.problem(backend, availability);
      assumeTrue(Backends.required().contains(backend), problem);
      throw new AssertionError(Backends.REQUIRED_VARIABLE + " lists " + problem);
    }
  }

  /** A program to be run this way, whether or not it can be. */
  TestProcess.Builder java(List<String> jvmArguments, Class<?> program, String... arguments) {
    List<String> command = byLauncher ? launched(1) : new ArrayList<>();
    command.addAll(javaCommand(jvmArguments, program));
    command.addAll(List.of(arguments));
    return process(command);
  }

  private static List<String> launched(int ranks) {
    return new ArrayList<>(
        List.of(launcher(), "--oversubscribe", "--bind-to", "none", "-n", Integer.toString(ranks)));
  }

  /** The words that run a program of this class path. */
  static List<String> javaCommand(List<String> jvmArguments, Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(TestProcess.javaExecutable());
    if (Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return command;
  }

  private static TestProcess.Builder process(List<String> command) {
    return TestProcess.command(command)
        .limit(Duration.ofSeconds(60))
        // Containers run as root; users' accounts do not look at these.
        .environment("OMPI_ALLOW_RUN_AS_ROOT", "1")
        .environment("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")
        // Command lines and environments are decoded by the locale.
        .environment("LC_ALL", "C.UTF-8");
  }

  /** Where several MPIs are installed the bare name may be another one's. */
  private static String launcher() {
    String path = String.valueOf(System.getenv("PATH"));
    boolean own =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Path.of(folder, "mpiexec.openmpi").toFile().canExecute());
    return own ? "mpiexec.openmpi" : "mpiexec";
  }
}
