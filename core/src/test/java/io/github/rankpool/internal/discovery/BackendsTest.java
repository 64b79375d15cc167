package io.github.rankpool.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  private static final String ORIGIN = "system property rankpool.backend";

  private record FakeProvider(String name, boolean usable, boolean launchedThisProcess)
      implements MpiProvider {
    @Override
    public Availability availability() {
      return usable
          ? Availability.usable("found")
          : Availability.unusable("its library is missing", "Install it.");
    }

    @Override
    public String[] programArguments(String... mainArguments) {
      return Arrays.copyOfRange(mainArguments, 1, mainArguments.length);
    }

    @Override
    public boolean isRestartable() {
      return true;
    }

    @Override
    public MpiRuntime start(ThreadLevel required) {
      throw new AssertionError("choosing must not start anything");
    }
  }

  private static final MpiProvider THREADS = usable("threads");

  private static MpiProvider usable(String name) {
    return new FakeProvider(name, true, false);
  }

  private static MpiProvider unusable(String name) {
    return new FakeProvider(name, false, false);
  }

  private static MpiProvider launched(String name) {
    return new FakeProvider(name, true, true);
  }

  @Test
  void onlyTheLauncherOfThisProcessTakesItsArgumentsOff() {
    Backends backends = new Backends(List.of(usable("openmpi"), launched("mpj"), THREADS));
    String[] given = {"launcher's", "own"};

    assertThat(backends.programArguments(given)).containsExactly("own");
    assertThat(new Backends(List.of(THREADS)).programArguments(given)).isEqualTo(given);
    assertThat(given).hasSize(2);
  }

  private static BackendChoice freely(MpiProvider... providers) {
    return new Backends(List.of(providers)).choose(null, "");
  }

  private static String freelyChosen(MpiProvider... providers) {
    return freely(providers).provider().name();
  }

  private static void assertError(String code, String name, MpiProvider provider, String... parts) {
    Backends backends = new Backends(List.of(provider));
    assertThatThrownBy(() -> backends.choose(name, ORIGIN))
        .isInstanceOfSatisfying(MpiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(code)
        .hasMessageContainingAll(parts);
  }

  @Test
  void namedBackendIsTaken() {
    Backends backends = new Backends(List.of(THREADS, launched("openmpi"), usable("mpj")));
    BackendChoice choice = backends.choose("mpj", ORIGIN);

    assertThat(choice.provider().name()).isEqualTo("mpj");
    assertThat(choice.reason()).isEqualTo(ORIGIN);
    assertThat(backends.choose("threads", ORIGIN).provider()).isSameAs(THREADS);
  }

  @Test
  void namedBackendThatIsNotThereIsAnErrorThatNamesTheOthers() {
    assertError(
        "RP-306",
        "opnmpi",
        usable("openmpi"),
        "'opnmpi'",
        ORIGIN,
        "[openmpi]",
        "rankpool-backend-");
  }

  @Test
  void namedBackendThatCannotBeUsedIsAnErrorWithReasonAndRemedy() {
    assertError(
        "RP-307",
        "openmpi",
        unusable("openmpi"),
        "'openmpi'",
        ORIGIN,
        "its library is missing",
        "Install it.");
  }

  @Test
  void backendWhoseLauncherStartedThisProcessIsTaken() {
    BackendChoice choice = freely(THREADS, usable("openmpi"), launched("mpj"));

    assertThat(choice.provider().name()).isEqualTo("mpj");
    assertThat(choice.reason()).isEqualTo("its launcher started this process");
  }

  @Test
  void backendThatCannotBeUsedIsNotTakenEvenIfItLaunchedThisProcess() {
    assertThat(freelyChosen(THREADS, new FakeProvider("openmpi", false, true), usable("mpj")))
        .isEqualTo("mpj");
  }

  @Test
  void onlyUsableBackendBesideThreadsIsTaken() {
    BackendChoice choice = freely(THREADS, unusable("openmpi"), usable("other"));

    assertThat(choice.provider().name()).isEqualTo("other");
    assertThat(choice.reason()).isEqualTo("the only one usable here beside threads");
  }

  @Test
  void ofSeveralTheOrderIsFixed() {
    assertThat(freelyChosen(usable("aaa"), usable("mpj"), usable("openmpi"), THREADS))
        .isEqualTo("openmpi");
    assertThat(freelyChosen(usable("aaa"), usable("mpj"), THREADS)).isEqualTo("mpj");
    assertThat(freelyChosen(THREADS, usable("bbb"), usable("aaa"))).isEqualTo("aaa");
    assertThat(freely(usable("bbb"), usable("aaa")).reason())
        .isEqualTo("the first of those usable here");
  }

  @Test
  void threadsAreTakenWhereNothingElseCanBeUsed() {
    BackendChoice choice = freely(unusable("openmpi"), THREADS);

    assertThat(choice.provider()).isSameAs(THREADS);
    assertThat(choice.reason()).isEqualTo("no other backend is usable here");
  }

  @Test
  void nothingUsableIsAnErrorWithTheRemedy() {
    assertThatThrownBy(() -> freely(unusable("openmpi")))
        .isInstanceOfSatisfying(MpiException.class, e -> assertThat(e.code()).isEqualTo("RP-308"))
        .hasMessageContaining("[openmpi]")
        .hasMessageContaining("rankpool-backend-threads");
  }

  @Test
  void providerThatCannotBeLoadedIsLeftOut(@TempDir Path directory) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(MpiProvider.class.getName()),
        "no.such.Provider\n" + LoadableProvider.class.getName() + "\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      BackendChoice choice = Backends.onClassPath(loader).choose("loadable", ORIGIN);

      assertThat(choice.provider()).isInstanceOf(LoadableProvider.class);
    }
  }

  /** Found by name, in a service file of a test. */
  public static final class LoadableProvider implements MpiProvider {
    /** For the service loader. */
    public LoadableProvider() {}

    @Override
    public String name() {
      return "loadable";
    }

    @Override
    public Availability availability() {
      return Availability.usable("always");
    }

    @Override
    public boolean launchedThisProcess() {
      return false;
    }

    @Override
    public String[] programArguments(String... mainArguments) {
      return Arrays.copyOfRange(mainArguments, 1, mainArguments.length);
    }

    @Override
    public boolean isRestartable() {
      return true;
    }

    @Override
    public MpiRuntime start(ThreadLevel required) {
      throw new UnsupportedOperationException();
    }
  }
}
