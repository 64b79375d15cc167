package io.github.rankpool.cli;

import io.github.rankpool.cli.Figure.Measure;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.Hindrance;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells how fast pools are on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Measures how fast pools are on this machine, in half a minute.",
    synopsisHeading = "%nUsage: ",
    description = {
      "",
      "Measures for every usable backend, one after the other, how long a pool takes to start, how"
          + " long one task takes that does nothing, how many of them end in a second, and how fast"
          + " a large array travels to a worker and back, copied and with zeroCopy. Each figure is"
          + " the median of its samples, with the first and the 99th percentile beside it.",
      "",
      "Each backend has a process of its own, which is ended if it takes a minute more than it"
          + " should. It has the flags of the JVM that are given with -J, and settings count as"
          + " they do for programs: environment variables, and system properties (-J-D). The"
          + " figures are for a look; they differ from run to run, and on a machine that has other"
          + " work by much."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  rankpool bench",
      "  rankpool bench --backend openmpi,threads --workers 4",
      "  rankpool bench --seconds 20 --json > figures.json",
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:All backends that can be used, or were named, were measured.",
      "1:One of them failed; the others were measured.",
      "2:The command line is not understood, or mpiexec or mpjrun started the command."
    })
final class BenchCommand implements Callable<Integer> {
  private static final NumberOption WORKERS =
      new NumberOption("--workers", "a whole number, 1 to 1024", 1, 1024);
  private static final NumberOption SECONDS =
      new NumberOption("--seconds", "a whole number, 1 to 3600", 1, 3600);
  private static final int DEFAULT_SECONDS = 5;

  private final Supplier<Providers> installed;
  private final Measuring measuring;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      description =
          "Measure these backends only, with commas between them: openmpi, mpj, threads. Default:"
              + " all that can be used.")
  private @Nullable List<String> backends;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many workers the pools have, 1 to 1024. Default: as many as processors.")
  private @Nullable String workers;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description =
          "How long to measure each backend, 1 to 3600, beside the time to start it. Default: 5.")
  private @Nullable String seconds;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  BenchCommand() {
    this(Providers::onClassPath, Bench::run);
  }

  /** With what is installed, and a way to measure. */
  BenchCommand(Supplier<Providers> installed, Measuring measuring) {
    this.installed = installed;
    this.measuring = measuring;
  }

  /** Measures a backend. */
  interface Measuring {
    /** As {@link Bench#run(String, int, int, Consumer)}. */
    Bench.Result run(String backend, int workers, int seconds, Consumer<Measure> progress);
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    int workerCount =
        Objects.requireNonNullElseGet(
            WORKERS.read(workers, commandLine), Runtime.getRuntime()::availableProcessors);
    int time = Objects.requireNonNullElse(SECONDS.read(seconds, commandLine), DEFAULT_SECONDS);
    Providers providers = installed.get();
    Optional<String> refusal = providers.refusal("bench");
    if (refusal.isPresent()) {
      commandLine.getErr().println(refusal.get());
      return Verdict.USAGE;
    }
    List<String> names = names(providers, commandLine);
    BenchSummary.Load load = BenchSummary.Load.ofThisMachine();
    Progress progress =
        new Progress(commandLine.getErr(), commandLine.getColorScheme().ansi().enabled());
    List<Bench.Result> results =
        names.stream().map(name -> measure(providers, name, workerCount, time, progress)).toList();
    progress.end();
    print(
        new BenchSummary(
            Version.ofRankpool(), Machine.ofThisProcess(), load, workerCount, time, results),
        commandLine);
    boolean isWell =
        !results.isEmpty() && results.stream().allMatch(result -> result.problem().isEmpty());
    return isWell ? Verdict.SUCCESS : Verdict.FAILURE;
  }

  private List<String> names(Providers providers, CommandLine commandLine) {
    if (backends == null) {
      return providers.names().stream()
          .filter(name -> providers.availability(name).usable())
          .toList();
    }
    List<String> known = providers.knownNames();
    for (String name : backends) {
      if (!known.contains(name)) {
        throw new ParameterException(
            commandLine,
            "No backend '" + name + "' (--backend); there are " + String.join(", ", known));
      }
    }
    return backends.stream().distinct().toList();
  }

  private Bench.Result measure(
      Providers providers, String name, int workerCount, int time, Progress progress) {
    Availability availability = providers.availability(name);
    if (!availability.usable()) {
      String problem = "RP-630: backend " + name + " cannot be used here: " + availability.detail();
      return Bench.Result.leftOut(name, new Hindrance(problem, availability.remedy()));
    }
    return measuring.run(
        name, workerCount, time, measure -> progress.show(name + ": " + measure.meaning()));
  }

  private void print(BenchSummary summary, CommandLine commandLine) {
    PrintWriter out = commandLine.getOut();
    if (json) {
      out.println(BenchJson.of(summary));
      out.flush();
    } else {
      new BenchTable(out, commandLine.getColorScheme().ansi()).write(summary);
    }
  }

  /** What is being done, in one line of a terminal; nothing elsewhere. */
  private record Progress(PrintWriter err, boolean isTerminal) {
    private static final String ERASE_LINE = "\r\u001b[K";

    void show(String text) {
      if (isTerminal) {
        err.print(ERASE_LINE + text + " ...");
        err.flush();
      }
    }

    void end() {
      if (isTerminal) {
        err.print(ERASE_LINE);
        err.flush();
      }
    }
  }
}
