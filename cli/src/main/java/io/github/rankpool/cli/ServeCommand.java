package io.github.rankpool.cli;

import io.github.rankpool.ServiceOptions;
import io.github.rankpool.config.Settings;
import io.github.rankpool.spi.MpiProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads how a service is to be; running it is {@link Service}'s. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Has workers at hand for programs that are started elsewhere.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = {
      "rankpool serve [--backend NAME] [--workers N] [--clients N] [OPTIONS]",
      "       mpiexec -n N rankpool serve [OPTIONS]"
    },
    description = {
      "",
      "A program whose setting 'service' (RANKPOOL_SERVICE, or service(...) in its builder) names"
          + " this service has its tasks run by the workers here, as if it had started them. So a"
          + " program on a login node or in a notebook can use the nodes of a job; and it may come"
          + " and go while the job stays.",
      "",
      "By itself, the command starts workers for each client, and ends them with it. Under mpiexec,"
          + " the ranks but rank 0 are the workers, of one client after the other."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Who gets in:",
      "  The service makes a key, and leaves it in ~/.rankpool/services/NAME, which only you can"
          + " read;",
      "  it takes the file away at its end. Clients of yours on machines with the same home folder"
          + " find",
      "  it there. What client and service tell each other is encrypted. It listens on the"
          + " loopback",
      "  interface unless --bind says otherwise.",
      "",
      "  Elsewhere: copy the file, and have RANKPOOL_SERVICE_KEY name the copy. Whoever has it can"
          + " run",
      "  any code as you.",
      "",
      "Examples:",
      "  rankpool serve --workers 8 &",
      "  RANKPOOL_SERVICE=default java -cp 'app.jar:lib/*' org.example.Main",
      "",
      "  mpiexec -n 65 rankpool serve --name lab --bind \"$(hostname)\":0     in a job of 65 ranks",
      "  RANKPOOL_SERVICE=lab rankpool run app.jar                          on the login node"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "1:The service could not be started.",
      "2:The command line is not understood, or a setting is not valid.",
      "130, 143:It was ended by Ctrl-C or SIGTERM, as it should be."
    })
final class ServeCommand implements Callable<Integer> {
  private static final NumberOption CLIENTS =
      new NumberOption("--clients", "a whole number, at least 1", 1, Integer.MAX_VALUE);
  private static final int DEFAULT_CLIENTS = 1;

  private final Supplier<Settings> settings;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "What clients find the service by. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--bind",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = {
        "Where to listen: a name or address of this machine, and a port; port 0 is any that is"
            + " free. Default: ${DEFAULT-VALUE}, which lets in clients of this machine only."
      })
  private String bind = "";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Without mpiexec: the backend of the workers, such as openmpi or threads.")
  private @Nullable String backend;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Without mpiexec: how many workers to start for each client, at least 1.")
  private @Nullable String workers;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = {
        "Without mpiexec: how many clients, each with workers of its own, to serve at a time;"
            + " others wait in line. Default: 1."
      })
  private @Nullable String clients;

  @Option(
      names = {"-cp", "--class-path", "-classpath"},
      paramLabel = "PATH",
      description = {
        "More folders and jars for the workers. They look for classes here first, and then on the"
            + " class path of the client; so name what a client has where this machine does not."
      })
  private @Nullable String classPath;

  @Spec private @Nullable CommandSpec spec;

  private @Nullable ServeOptions options;

  ServeCommand(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws RefusedException {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    ServeOptions given =
        new ServeOptions(
            name,
            bind,
            Objects.requireNonNullElse(CLIENTS.read(clients, commandLine), DEFAULT_CLIENTS),
            backend,
            RunCommand.WORKERS.read(workers, commandLine),
            classPath == null ? List.of() : ClassPath.parse(classPath));
    requireInRange(given);
    Providers providers = Providers.onClassPath();
    Optional<String> launcher = providers.launcher().map(MpiProvider::name);
    if (launcher.isPresent() && (workers != null || clients != null)) {
      throw notUnderstood(
          "Under the launcher of "
              + launcher.get()
              + ", all ranks but rank 0 are the workers of one client at a time: leave out"
              + " --workers and --clients, or start the command without it");
    }
    if (backend != null) {
      new OptionChecks(providers).check(new RunOptions(backend, null, false, null, null, null));
    }
    OptionChecks.requireValid(settings);
    options = given;
    return Verdict.SUCCESS;
  }

  private void requireInRange(ServeOptions given) {
    try {
      ServiceOptions service = given.service();
      Objects.requireNonNull(service);
    } catch (IllegalArgumentException e) {
      throw notUnderstood(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException notUnderstood(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** How to serve; null if the command line did not come to that. */
  @Nullable ServeOptions options() {
    return options;
  }
}
