package io.github.rankpool.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what Rankpool can use on this machine, by trying it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Tells which backends work on this machine, and what to do about the others.",
    synopsisHeading = "%nUsage: ",
    description = {
      "",
      "Shows this machine and its Java, then for every backend what was found of its MPI, which"
          + " level of thread support and how many ranks it gives, and how long it took to spawn"
          + " one worker and to send it a message and get it back. Where something is missing or"
          + " fails, it says what to do.",
      "",
      "Each trial runs in processes of its own, which are ended after a minute: an MPI that hangs"
          + " or crashes harms nobody. Nothing is installed or changed. The trials"
          + " have the flags of the JVM that are given with -J, and settings count as they do for"
          + " programs: environment variables, and system properties (-J-D)."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  rankpool doctor",
      "  rankpool doctor --backend openmpi",
      "  rankpool doctor -J-Drankpool.openmpi.jar=/opt/openmpi/lib/mpi.jar",
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:At least one MPI works; with --backend, that one works.",
      "2:The command line is not understood, or mpiexec or mpjrun started the command.",
      "3:No MPI works here, or not the backend that was named."
    })
final class DoctorCommand implements Callable<Integer> {
  /** Exit status: the command was done, but what it looked for does not work. */
  static final int NOTHING_WORKS = 3;

  private final Supplier<Providers> installed;
  private final Function<String, Trial.Result> trials;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Look at this backend only: openmpi, mpj or threads. Default: all.")
  private @Nullable String backend;

  @Spec private @Nullable CommandSpec spec;

  DoctorCommand() {
    this(Providers::onClassPath, name -> Trial.of(name).run());
  }

  /** With what is installed, and a way to try the backend of a name. */
  DoctorCommand(Supplier<Providers> installed, Function<String, Trial.Result> trials) {
    this.installed = installed;
    this.trials = trials;
  }

  @Override
  public Integer call() {
    Providers providers = installed.get();
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    Optional<String> refusal = providers.refusal("doctor");
    if (refusal.isPresent()) {
      commandLine.getErr().println(refusal.get());
      return Verdict.USAGE;
    }
    List<String> names = names(providers, commandLine);
    Report report = new Report(commandLine.getOut(), commandLine.getColorScheme().ansi());
    report.begin(Version.ofRankpool(), Machine.ofThisProcess(), providers.failures());
    List<Diagnosis> diagnoses = new ArrayList<>();
    for (String name : names) {
      Diagnosis diagnosis =
          providers
              .named(name)
              .map(provider -> Diagnosis.of(provider, trials))
              .orElseGet(() -> Diagnosis.absent(name));
      report.add(diagnosis);
      diagnoses.add(diagnosis);
    }
    report.end(diagnoses);
    boolean well =
        diagnoses.stream().anyMatch(found -> found.works() && (found.isMpi() || backend != null));
    return well ? Verdict.SUCCESS : NOTHING_WORKS;
  }

  private List<String> names(Providers providers, CommandLine commandLine) {
    List<String> known = providers.knownNames();
    if (backend == null) {
      return known;
    }
    if (!known.contains(backend)) {
      throw new ParameterException(
          commandLine,
          "No backend '" + backend + "' (--backend); there are " + String.join(", ", known));
    }
    return List.of(backend);
  }
}
