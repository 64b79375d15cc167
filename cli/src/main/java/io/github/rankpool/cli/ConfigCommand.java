package io.github.rankpool.cli;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the settings, and where they come from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Shows the settings that hold here, and where each comes from.",
    synopsisHeading = "%nUsage: ",
    description = {
      "",
      "Without KEY, all settings: name, value, origin. With KEY, the value of that one alone.",
      "What a program sets in its builder comes before all this."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nWhere settings come from, in this order:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:All is well. Names that are not known are warned of.",
      "2:A value is not valid, the settings file cannot be read, or there is no setting KEY."
    })
final class ConfigCommand implements Callable<Integer> {
  private static final List<String> ORDER =
      List.of(
          "  -Drankpool.max-workers=16       system properties; here as"
              + " -J-Drankpool.max-workers=16",
          "  RANKPOOL_MAX_WORKERS=16         environment variables",
          "  max-workers = 16                a line of the file that -Drankpool.config or the"
              + " variable",
          "                                  RANKPOOL_CONFIG names, or else of rankpool.properties"
              + " in",
          "                                  the working directory",
          "  MPI4PY_FUTURES_MAX_WORKERS=16   what is set for mpi4py.futures and means the same",
          "",
          "Settings:");

  private static final String BY_DEFAULT = "default";

  private final Supplier<Settings> settings;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "Name of a setting, such as max-workers.")
  private @Nullable String key;

  private @Nullable CommandSpec spec;

  /** One line of the output. */
  private record Row(String key, String value, String origin) {
    static Row of(Setting<?> setting, Settings settings) {
      return settings
          .text(setting)
          .map(given -> new Row(setting.key(), given.value().strip(), given.origin()))
          .orElse(new Row(setting.key(), setting.defaultInWords(), BY_DEFAULT));
    }
  }

  ConfigCommand(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Spec
  void explainSettingsIn(CommandSpec command) {
    spec = command;
    Stream<String> meanings =
        Setting.all().stream().map(s -> "  %-22s%s".formatted(s.key(), s.meaning()));
    command.usageMessage().footer(Stream.concat(ORDER.stream(), meanings).toArray(String[]::new));
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    try {
      Settings found = settings.get();
      if (key == null) {
        return showAll(found, line.getOut(), line.getErr());
      }
      Setting<?> setting = Setting.named(key);
      found.find(setting);
      line.getOut().println(Row.of(setting, found).value());
      return Verdict.SUCCESS;
    } catch (IllegalArgumentException e) {
      line.getErr().println(e.getMessage());
      return Verdict.USAGE;
    }
  }

  private static int showAll(Settings settings, PrintWriter out, PrintWriter err) {
    List<Row> rows = Setting.all().stream().map(setting -> Row.of(setting, settings)).toList();
    String form = "%-" + width(rows, Row::key) + "s  %-" + width(rows, Row::value) + "s  %s%n";
    rows.forEach(row -> out.printf(form, row.key(), row.value(), row.origin()));
    out.println();
    out.println("Settings file: " + settings.file().map(Path::toString).orElse("none"));
    out.flush();
    List<String> problems = settings.problems();
    problems.forEach(err::println);
    settings.unknownNames().forEach(err::println);
    return problems.isEmpty() ? Verdict.SUCCESS : Verdict.USAGE;
  }

  private static int width(List<Row> rows, Function<Row, String> column) {
    return rows.stream().map(column).mapToInt(String::length).max().orElse(1);
  }
}
