package io.github.rankpool.cli;

import io.github.rankpool.config.Settings;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line, at rank 0, and does what it can by itself: help, and refusing. */
final class Commands {
  private final ProgramReader reader;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Ansi colors;

  Commands(ProgramReader reader, PrintWriter out, PrintWriter err, Ansi colors) {
    this.reader = reader;
    this.out = out;
    this.err = err;
    this.colors = colors;
  }

  /** With the input, output and class path of this process. */
  static Commands ofThisProcess() {
    InputStream input = System.in;
    String classPath = Optional.ofNullable(System.getenv("CLASSPATH")).orElse(".");
    return new Commands(
        new ProgramReader(input, classPath), writer(System.out), writer(System.err), Ansi.AUTO);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  /** Comes to a verdict. What there is to say about it is printed then. */
  Verdict judge(String... args) {
    RunCommand run = new RunCommand(reader, Settings::ofProcess);
    ServeCommand serve = new ServeCommand(Settings::ofProcess);
    CommandLine commandLine =
        new CommandLine(new Top())
            .addSubcommand(run)
            .addSubcommand(serve)
            .addSubcommand(new ConfigCommand(Settings::ofProcess))
            .addSubcommand(new DoctorCommand())
            .addSubcommand(new BenchCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new GenerateCompletion())
            .setOut(out)
            .setErr(err)
            .setColorScheme(CommandLine.Help.defaultColorScheme(colors))
            // Arguments that look special are the program's own.
            .setExpandAtFiles(false)
            .setStopAtPositional(true)
            .setPosixClusteredShortOptionsAllowed(false)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler((failure, words) -> refuse(failure))
            .setExecutionExceptionHandler((failure, command, words) -> refuse(failure));
    int status = commandLine.execute(args);
    out.flush();
    err.flush();
    ServeOptions service = serve.options();
    if (service != null) {
      return Verdict.serve(service);
    }
    Program program = run.program();
    return program == null ? Verdict.end(status) : Verdict.run(program, run.options());
  }

  private int refuse(ParameterException failure) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    err.println("RP-601: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + command.qualifiedName() + " --help'.");
    return Verdict.USAGE;
  }

  private int refuse(Exception failure) throws Exception {
    if (failure instanceof RefusedException refused) {
      err.println(refused.getMessage());
      return refused.status();
    }
    throw failure;
  }

  /** Holds the sub-commands together. */
  @Command(
      name = "rankpool",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions:%n",
      header = "java.util.concurrent over MPI.",
      footer = {"", "'rankpool COMMAND --help' tells more about a command."})
  private static final class Top {}
}
