package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.Hindrance;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {
  private static final Trial.Result GOOD =
      new Trial.Result(Map.of("worker", "spawned"), Optional.empty(), List.of());
  private static final Trial.Result BAD =
      new Trial.Result(
          Map.of(), Optional.of(new Hindrance("RP-612: it hung", "Wake it")), List.of());
  private static final List<MpiProvider> ALL =
      List.of(new Installed("threads"), new Installed("mpj"), new Installed("openmpi"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> tried = new ArrayList<>();

  /** A backend that was found. */
  private record Installed(String name) implements MpiProvider {
    @Override
    public Availability availability() {
      return Availability.usable(name + " 1.0");
    }

    @Override
    public List<Hindrance> hindrances() {
      return name.equals("openmpi") ? List.of(new Hindrance("a stone", "Go around")) : List.of();
    }

    @Override
    public boolean launchedThisProcess() {
      return false;
    }

    @Override
    public boolean isRestartable() {
      return true;
    }

    @Override
    public MpiRuntime start(ThreadLevel required) {
      throw new AssertionError("a backend is started in a child process only");
    }
  }

  private int doctor(
      Providers providers, Function<String, Trial.Result> trials, String... arguments) {
    DoctorCommand command =
        new DoctorCommand(
            () -> providers,
            name -> {
              tried.add(name);
              return trials.apply(name);
            });
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static Providers installed(List<MpiProvider> providers) {
    return new Providers(providers, List.of());
  }

  @Test
  void mpiIsTriedFirstAndThreadsLast() {
    assertThat(doctor(installed(ALL), name -> GOOD)).isZero();

    assertThat(tried).containsExactly("openmpi", "mpj", "threads");
    assertThat(out.toString())
        .contains("openmpi works", "openmpi 1.0", "spawned", "a stone", "Go around")
        .contains("Programs can use: openmpi, mpj, threads");
  }

  @Test
  void oneMpiThatWorksIsEnough() {
    assertThat(doctor(installed(ALL), name -> name.equals("openmpi") ? BAD : GOOD)).isZero();

    assertThat(out.toString()).contains("openmpi does not work", "RP-612: it hung", "Wake it");
  }

  @Test
  void threadsAreNoMpi() {
    assertThat(doctor(installed(ALL), name -> name.equals("threads") ? GOOD : BAD)).isEqualTo(3);

    assertThat(out.toString()).contains("No MPI works here; programs run on threads.");
  }

  @Test
  void aBackendThatIsNamedIsTriedAlone() {
    assertThat(doctor(installed(ALL), name -> GOOD, "--backend", "threads")).isZero();
    assertThat(doctor(installed(ALL), name -> BAD, "--backend=mpj")).isEqualTo(3);

    assertThat(tried).containsExactly("threads", "mpj");
  }

  @Test
  void aBackendThatIsNotOnTheClassPathIsToldOf() {
    List<MpiProvider> threads = List.of(new Installed("threads"));

    assertThat(doctor(installed(threads), name -> GOOD)).isEqualTo(3);

    assertThat(tried).containsExactly("threads");
    assertThat(out.toString()).contains("openmpi cannot be used", "Put rankpool-backend-mpj there");
  }

  @Test
  void aBackendThatNobodyKnowsIsRefused() {
    assertThat(doctor(installed(ALL), name -> GOOD, "--backend", "pvm")).isEqualTo(2);

    assertThat(err.toString()).contains("'pvm' (--backend)", "openmpi, mpj, threads");
    assertThat(tried).isEmpty();
  }

  @Test
  void aProviderThatCannotBeLoadedIsShown() {
    doctor(new Providers(ALL, List.of("no such class")), name -> GOOD);

    assertThat(out.toString()).contains("not loaded  no such class");
  }

  @Test
  void underALauncherNothingIsTried() {
    assertThat(doctor(installed(List.of(new UnusableProvider())), name -> GOOD)).isEqualTo(2);

    assertThat(err.toString()).startsWith("RP-613: the launcher of broken");
    assertThat(tried).isEmpty();
  }

  @Test
  void helpTeachesAndFitsTheScreen() {
    assertThat(doctor(installed(ALL), name -> GOOD, "--help")).isZero();

    assertThat(out.toString()).contains("--backend=NAME", "Exit status", "Examples:");
  }
}
