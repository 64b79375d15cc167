package io.github.rankpool.cli;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells versions, for a report of an error say. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Tells the versions of Rankpool, Java and the backends.",
    description = {
      "",
      "Looks at files only; 'rankpool doctor' tries whether the backends work. Under mpiexec, or"
          + " any other launcher, one rank tells."
    },
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n")
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(Version.ofRankpool());
    out.println("java: " + Machine.ofThisProcess().java());
    for (MpiProvider provider : Providers.onClassPath().all()) {
      Availability availability = provider.availability();
      String word = availability.usable() ? "" : "cannot be used, ";
      out.println(provider.name() + ": " + word + availability.detail());
    }
    return Verdict.SUCCESS;
  }
}
