package io.github.rankpool.cli;

import io.github.rankpool.config.Settings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the program to run; running it is the {@link Launcher}'s. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Runs a program whose executors share the processes of one MPI job.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = {
      "mpiexec -n N rankpool run [OPTIONS] PROGRAM [ARGUMENT...]",
      "       rankpool run [--backend NAME] [--workers N] [OPTIONS] PROGRAM [ARGUMENT...]"
    },
    description = {
      "",
      "Program:",
      "  app.jar     a jar whose manifest names a Main-Class",
      "  Prog.java   a source file; its first class with a main method is run",
      "  -m CLASS    a class on the class path",
      "  -c CODE     Java statements, with imports before them if need be",
      "  -           standard input: a source file, or statements as with -c",
      "",
      "What follows the program are its arguments, whatever they look like. Statements have them"
          + " in",
      "args, need not catch checked exceptions, and have these packages imported:"
          + " io.github.rankpool,",
      "java.util and its function, stream and concurrent, java.io, java.nio.file, java.math,"
          + " java.time."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "What runs where:",
      "  Rank 0 reads and compiles the program and runs its main method. The other N-1 ranks are",
      "  workers: all executors of the program (MpiPoolExecutor) share them, and start no others."
          + " When",
      "  the program ends, all ranks end. With -n 1, or without mpiexec, tasks run on one thread of"
          + " the",
      "  program's own process, unless --backend or --workers says otherwise.",
      "",
      "  The class path is the same on all ranks, so its files must be there on every machine; what"
          + " is",
      "  compiled from source text is sent. Rankpool's own classes come first: programs may use"
          + " them",
      "  without -cp, and a copy that a program brings along is not used.",
      "",
      "Flags of the JVM:",
      "  The script bin/rankpool takes them from the options, each with -J before it (-J-Xmx4g),"
          + " and",
      "  from the variable RANKPOOL_JAVA_OPTS, separated by blanks. Java is that of JAVA_HOME, or"
          + " else",
      "  of the PATH.",
      "",
      "Examples:",
      "  mpiexec -n 5 --bind-to none rankpool run app.jar --size 1000",
      "  mpiexec -n 5 --bind-to none rankpool run -J-Xmx4g -cp 'classes:lib/*' -m org.example.Main",
      "  mpiexec -n 3 rankpool run Prog.java",
      "  rankpool run --workers 4 --progress --report run.html app.jar",
      "  mpiexec -n 3 rankpool run -c 'try (var pool = MpiPoolExecutor.create()) {",
      "      pool.map(n -> n * n, List.of(1, 2, 3)).forEach(System.out::println); }'"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The program's main method returned.",
      "N:The program called System.exit(N).",
      "1:An exception left the main method, and the MPI job was aborted; or source text does not"
          + " compile, or MPI cannot be started.",
      "2:The command line is not understood, there is no such program, or a setting is not valid;"
          + " nothing was run."
    })
final class RunCommand implements Callable<Integer> {
  static final NumberOption WORKERS =
      new NumberOption("--workers", "a whole number, at least 1", 1, Integer.MAX_VALUE);
  private static final NumberOption METRICS_PORT =
      new NumberOption("--metrics-port", "a port, 0 to 65535", 0, 65_535);

  private final ProgramReader reader;
  private final Supplier<Settings> settings;

  @Option(
      names = {"-cp", "--class-path", "-classpath"},
      paramLabel = "PATH",
      description = {
        "Where the program's classes are: folders and jars, as with java; folder/* stands for the"
            + " jars in it. Default: the variable CLASSPATH, or else the working folder. With a"
            + " jar: what to add to it; default nothing."
      })
  private @Nullable String classPath;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "Without mpiexec: the backend of the program's pools, such as threads, openmpi or mpj. Each"
            + " pool starts workers of its own then, on the program's class path. Not together with"
            + " a service."
      })
  private @Nullable String backend;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "Without mpiexec: how many workers each pool of the program starts, at least 1. With a"
            + " service (RANKPOOL_SERVICE), the most that are asked of it."
      })
  private @Nullable String workers;

  @Option(
      names = "--progress",
      description = {
        "Show on standard error how many tasks are done, how fast, the time left and the busy"
            + " workers: in one line of a terminal, elsewhere every ten seconds."
      })
  private boolean progress;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = {
        "While the program runs, serve the meters of its pools at http://127.0.0.1:PORT/metrics, as"
            + " Prometheus reads them. 0 takes any free port; standard error tells which."
      })
  private @Nullable String metricsPort;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = {
        "When the program ends, write a page about the run: what every worker did and when,"
            + " throughput, run times, slowest tasks. One file, for any browser."
      })
  private @Nullable String report;

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = {
        "When the program ends, write a trace of the run for Perfetto or chrome://tracing."
      })
  private @Nullable String trace;

  // -m, -c and the file each take the rest of the line; the description shows them together.

  @Option(names = "-m", paramLabel = "CLASS", hidden = true, parameterConsumer = RestOfLine.class)
  private @Nullable List<String> mainClass;

  @Option(names = "-c", paramLabel = "CODE", hidden = true, parameterConsumer = RestOfLine.class)
  private @Nullable List<String> code;

  @Parameters(arity = "0..*", hidden = true, parameterConsumer = RestOfLine.class)
  private @Nullable List<String> file;

  @Spec private @Nullable CommandSpec spec;

  private @Nullable Program program;
  private RunOptions options = RunOptions.NONE;

  RunCommand(ProgramReader reader, Supplier<Settings> settings) {
    this.reader = reader;
    this.settings = settings;
  }

  @Override
  public Integer call() throws RefusedException {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    options =
        new RunOptions(
            backend,
            WORKERS.read(workers, commandLine),
            progress,
            METRICS_PORT.read(metricsPort, commandLine),
            report,
            trace);
    OptionChecks checks = new OptionChecks(Providers.onClassPath());
    checks.check(options);
    Program named = read();
    OptionChecks.requireValid(settings);
    if (backend != null) {
      checks.requireNoService(backend, settings.get());
    }
    program = named;
    return Verdict.SUCCESS;
  }

  private Program read() throws RefusedException {
    if (mainClass != null) {
      return reader.ofClass(mainClass.get(0), classPath, argumentsIn(mainClass));
    }
    if (code != null) {
      return reader.ofCode(code.get(0), classPath, argumentsIn(code));
    }
    if (file != null) {
      return reader.ofFile(file.get(0), classPath, argumentsIn(file));
    }
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "No program given: name a jar, a .java file, -m CLASS, -c CODE, or - for standard input");
  }

  private static List<String> argumentsIn(List<String> rest) {
    return List.copyOf(rest.subList(1, rest.size()));
  }

  /** What to run; null if the command line did not come to that. */
  @Nullable Program program() {
    return program;
  }

  /** How to run it. */
  RunOptions options() {
    return options;
  }
}
