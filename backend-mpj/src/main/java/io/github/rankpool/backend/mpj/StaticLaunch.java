package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rank that MPJ Express's own launcher, {@code mpjrun}, has started: as a process (device {@code
 * niodev}), or as a thread beside the other ranks (multicore, device {@code smpdev}), with a class
 * loader of its own for the application, this class included.
 *
 * <p>The launcher tells the application which rank it is by the first three arguments of its main
 * method. Those are not handed to this backend, so it reads what the launcher's part in this
 * process was told on the command line.
 *
 * @param rank this rank, from 0
 * @param size number of ranks
 * @param device the device that connects them
 * @param configuration what the device is initialised with
 * @param vendorLoader for ranks that are threads, the loader of the device that they share; else
 *     null
 */
record StaticLaunch(
    int rank, int size, String device, String configuration, @Nullable ClassLoader vendorLoader) {

  static final String PROCESSES = "niodev";
  static final String THREADS = "smpdev";

  /** The command line of a JVM from its main class on; arguments are separated by one blank. */
  private static final String COMMAND_PROPERTY = "sun.java.command";

  /** Thread group of a rank that is a thread, named MPI and its rank. */
  private static final String RANK_GROUP = "xdev.smpdev.SMPDevProcess";

  private static final Pattern RANK_GROUP_NAME = Pattern.compile("MPI(\\d{1,9})");

  /**
   * Configuration, ranks on this host, device, server, port, rank, main class: all without blanks.
   */
  private static final Pattern PROCESS_COMMAND =
      Pattern.compile(
          "runtime\\.daemon\\.Wrapper (\\S+) \\d+ niodev (\\S+) (\\d+) (\\d{1,9}) \\S.*",
          Pattern.DOTALL);

  private static final Pattern PROCESS_SIZE =
      Pattern.compile("#Number of Processes;\\s*(\\d{1,9})(;|$)");

  /** Working folder, which may have blanks; ranks; device; how classes are loaded. */
  private static final Pattern THREADS_COMMAND =
      Pattern.compile(
          "runtime\\.starter\\.MulticoreStarter .*? (\\d{1,9}) smpdev use\\w+Loader .*",
          Pattern.DOTALL);

  /** Any of the launcher's main classes. */
  private static final Pattern LAUNCHER_COMMAND =
      Pattern.compile(
          "runtime\\.(daemon\\.(Wrapper|HybridStarter)|starter\\.(MulticoreStarter|MPJYarnWrapper))"
              + "( .*)?",
          Pattern.DOTALL);

  private static final int LAUNCHER_ARGUMENTS = 3;

  /** Whether MPJ's launcher started this process, however it connects the ranks. */
  static boolean launchedThisProcess() {
    return LAUNCHER_COMMAND.matcher(System.getProperty(COMMAND_PROPERTY, "")).matches();
  }

  /** Whether the ranks are threads of this process. */
  static boolean ranksShareJvm() {
    return THREADS_COMMAND.matcher(System.getProperty(COMMAND_PROPERTY, "")).matches();
  }

  /**
   * Tells which rank this is; the calling thread must be the rank's main thread, or of its thread
   * group, as threads are that it starts.
   *
   * @return the rank; null if MPJ's launcher did not start this process
   * @throws MpiException if it did in a way that this backend does not know
   */
  static @Nullable StaticLaunch find() {
    return find(System.getProperty(COMMAND_PROPERTY, ""), Thread.currentThread().getThreadGroup());
  }

  static @Nullable StaticLaunch find(String command, @Nullable ThreadGroup group) {
    if (!LAUNCHER_COMMAND.matcher(command).matches()) {
      return null;
    }
    Matcher process = PROCESS_COMMAND.matcher(command);
    if (process.matches()) {
      return ofProcess(process, command);
    }
    Matcher threads = THREADS_COMMAND.matcher(command);
    if (threads.matches()) {
      return ofThread(Integer.parseInt(threads.group(1)), group);
    }
    throw unknown(command);
  }

  /** The arguments that a device is initialised with. */
  String[] deviceArguments() {
    return new String[] {Integer.toString(rank), configuration, device};
  }

  /**
   * Takes off what the launcher puts before the user's arguments.
   *
   * @param mainArguments as a main method got them
   * @return a copy without the launcher's; with all of them if it did not put any there
   */
  static String[] programArguments(String[] mainArguments) {
    return launchedThisProcess() ? withoutLaunchers(mainArguments) : mainArguments.clone();
  }

  /** The rank comes first; the device, third, cannot be taken for a user's argument. */
  static String[] withoutLaunchers(String[] mainArguments) {
    boolean there =
        mainArguments.length >= LAUNCHER_ARGUMENTS
            && mainArguments[0].matches("\\d+")
            && (mainArguments[2].equals(PROCESSES) || mainArguments[2].equals(THREADS));
    return Arrays.copyOfRange(mainArguments, there ? LAUNCHER_ARGUMENTS : 0, mainArguments.length);
  }

  private static StaticLaunch ofProcess(Matcher process, String command) {
    // The launcher's own part undoes this too: arguments with blanks do not travel well.
    String given = process.group(1).replace('|', ' ');
    Matcher size = PROCESS_SIZE.matcher(given);
    if (!size.find()) {
      throw unknown(command);
    }
    String configuration =
        given + ";#Server Name;" + process.group(2) + ";#Server Port;" + process.group(3);
    return new StaticLaunch(
        Integer.parseInt(process.group(4)),
        Integer.parseInt(size.group(1)),
        PROCESSES,
        configuration,
        null);
  }

  private static StaticLaunch ofThread(int size, @Nullable ThreadGroup group) {
    for (ThreadGroup g = group; g != null; g = g.getParent()) {
      Matcher name = RANK_GROUP_NAME.matcher(g.getName());
      if (g.getClass().getName().equals(RANK_GROUP) && name.matches()) {
        return new StaticLaunch(
            Integer.parseInt(name.group(1)),
            size,
            THREADS,
            Integer.toString(size),
            g.getClass().getClassLoader());
      }
    }
    throw new MpiException(
        "RP-363",
        "the thread "
            + Thread.currentThread().getName()
            + " belongs to none of the "
            + size
            + " ranks that mpjrun runs as threads of this process. Use MPI first in the main"
            + " method, or in a thread that it starts.");
  }

  private static MpiException unknown(String command) {
    return new MpiException(
        "RP-362",
        "mpjrun started this process in a way that cannot be used: "
            + command
            + ". Start it with -dev multicore or -dev niodev.");
  }
}
