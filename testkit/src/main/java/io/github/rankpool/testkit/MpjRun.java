package io.github.rankpool.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs programs on ranks of MPJ Express's own launcher, {@code mpjrun}, under a time limit.
 *
 * <p>The launcher's exit status is 0 whatever becomes of the ranks: tests look at their output.
 */
public final class MpjRun {
  private static final Duration LIMIT = Duration.ofSeconds(80);
  private static final long POLL_NANOS = 20_000_000;
  private static final int POLLS = 500;
  private static final Pattern MIXED_END =
      Pattern.compile(
          "(?m)^EXIT(@Ping#)+\\R(java\\.util\\.NoSuchElementException.*\\R(\\tat .*\\R)*)?");

  private static final Path DEBIAN_JARS = Path.of("/usr/share/java");

  /** What the launcher itself needs; its jars look for these beside themselves. */
  private static final List<String> LAUNCHER_NEEDS =
      List.of("log4j-1.2.jar", "commons-cli.jar", "commons-codec.jar", "commons-io.jar");

  private final Path home;
  private final Path folder;
  private final int daemonPort;
  private final int managerPort;
  private final int serverPort;

  private MpjRun(Path folder, Path installed) throws IOException {
    this.folder = folder;
    this.home = folder.resolve("mpj");
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket two = new ServerSocket(0);
        ServerSocket three = new ServerSocket(0)) {
      daemonPort = one.getLocalPort();
      managerPort = two.getLocalPort();
      serverPort = three.getLocalPort();
    }
    makeHome(installed);
  }

  /**
   * Makes an MPJ Express with ports of its own, so that runs do not meet others on this machine.
   *
   * @param folder for its files, to be deleted by the caller; the ranks' working directory
   * @param installed home of the MPJ Express to use
   * @return to run programs with, one after the other
   */
  public static MpjRun in(Path folder, Path installed) {
    try {
      return new MpjRun(folder, installed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the launcher is told to run a program of the test's class path.
   *
   * @param program has a main method
   * @param arguments of the program
   * @return what would follow the word java
   */
  public static List<String> program(Class<?> program, String... arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    words.add(program.getName());
    words.addAll(List.of(arguments));
    return words;
  }

  /**
   * Runs a program on ranks that are threads of one process.
   *
   * @param ranks how many
   * @param program what would follow the word java
   * @return the output of all ranks
   */
  public TestProcess.Result threads(int ranks, List<String> program) {
    return run(ranks, "multicore", program);
  }

  /**
   * Runs a program on ranks that are processes, started by a daemon that ends with them.
   *
   * @param ranks how many
   * @param program what would follow the word java
   * @return the output of all ranks
   */
  public TestProcess.Result processes(int ranks, List<String> program) {
    try (TestProcess daemon = startDaemon()) {
      TestProcess.Result result = run(ranks, "niodev", program);
      List<String> leftovers = new ArrayList<>(result.leftovers());
      leftovers.addAll(ranksOf(daemon));
      return new TestProcess.Result(
          result.exitStatus(), withoutMixedEnd(result.output()) + daemon.output(), leftovers);
    }
  }

  private TestProcess.Result run(int ranks, String device, List<String> program) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(TestProcess.javaExecutable(), "-jar", lib("starter.jar").toString()));
    command.addAll(List.of("-np", Integer.toString(ranks), "-dev", device));
    command.addAll(List.of("-machinesfile", folder.resolve("machines").toString()));
    command.addAll(program);
    return prepare(command).run();
  }

  private TestProcess startDaemon() {
    TestProcess daemon =
        prepare(
                List.of(
                    TestProcess.javaExecutable(),
                    // It keeps a folder of the user's files for the time of a run.
                    "-Duser.home=" + folder,
                    "-cp",
                    lib("daemon.jar") + File.pathSeparator + lib("daemonmanager.jar"),
                    "runtime.daemon.MPJDaemon",
                    Integer.toString(daemonPort)))
            .start();
    awaitListening(daemon);
    return daemon;
  }

  /**
   * The daemon ends its output to the launcher with EXIT, without a line's end. When the sign of
   * life that it sends every second comes right behind, the launcher prints both, and a complaint.
   */
  private static String withoutMixedEnd(String output) {
    return MIXED_END.matcher(output).replaceAll("");
  }

  /** Asking the daemon itself would be a request to it, so this asks the system. */
  private void awaitListening(TestProcess daemon) {
    String listening = String.format(Locale.ROOT, ":%04X [0-9A-F]+:0000 0A ", daemonPort);
    Pattern pattern = Pattern.compile(listening);
    boolean found = false;
    for (int i = 0; i < POLLS && !found; i++) {
      LockSupport.parkNanos(POLL_NANOS);
      found = Stream.of("tcp", "tcp6").anyMatch(name -> pattern.matcher(sockets(name)).find());
    }
    if (!found) {
      throw new AssertionError("MPJ's daemon does not listen: " + daemon.output());
    }
  }

  /** Ranks that are still there some time after the run. */
  private static List<String> ranksOf(TestProcess daemon) {
    List<String> ranks = List.of("not asked yet");
    for (int i = 0; i < POLLS && !ranks.isEmpty(); i++) {
      LockSupport.parkNanos(POLL_NANOS);
      ranks =
          daemon.family().stream()
              .filter(process -> process.pid() != daemon.pid())
              .map(process -> "rank, process " + process.pid())
              .toList();
    }
    return ranks;
  }

  private static String sockets(String protocol) {
    try {
      return Files.readString(Path.of("/proc", "net", protocol));
    } catch (IOException e) {
      return ""; // no such protocol here
    }
  }

  private TestProcess.Builder prepare(List<String> command) {
    String bin = String.valueOf(Path.of(TestProcess.javaExecutable()).getParent());
    return TestProcess.command(command)
        .limit(LIMIT)
        .directory(folder)
        .environment("MPJ_HOME", home.toString())
        // The launcher starts whatever java is there first.
        .environment("PATH", bin + File.pathSeparator + System.getenv("PATH"))
        .environment("LC_ALL", "C.UTF-8");
  }

  private void makeHome(Path installed) throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("conf"));
    // Copies: a jar that is a link looks for others beside the file that it leads to.
    try (Stream<Path> jars = Files.list(installed.resolve("lib"))) {
      for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, lib(String.valueOf(jar.getFileName())));
      }
    }
    for (String name : LAUNCHER_NEEDS) {
      if (!Files.exists(lib(name)) && Files.exists(DEBIAN_JARS.resolve(name))) {
        Files.copy(DEBIAN_JARS.resolve(name), lib(name));
      }
    }
    Files.writeString(folder.resolve("machines"), "localhost\n");
    Files.writeString(
        home.resolve("conf").resolve("mpjexpress.conf"),
        """
        mpjexpress.mpjdaemon.port.1=%d
        mpjexpress.mpjdaemon.port.2=%d
        mpjexpress.mpjrun.port.1=%d
        mpjexpress.mpjdaemon.loglevel=OFF
        mpjexpress.mpjrun.loglevel=OFF
        mpjexpress.mpi.loglevel=OFF
        mpjexpress.version=0.44
        mpjexpress.mpi.old.collectives=false
        """
            .formatted(daemonPort, managerPort, serverPort));
  }

  private Path lib(String name) {
    return home.resolve("lib").resolve(name);
  }
}
