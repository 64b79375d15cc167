package io.github.rankpool.testkit;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What spawned ranks run in the tests of rules S. Public, so that backends can load them. */
final class SpawnedPrograms {
  /** The environment variable that {@link TellsItsProcess} reports. */
  static final String VARIABLE = "RANKPOOL_CONTRACT";

  /** The system property that {@link TellsItsProcess} reports. */
  static final String PROPERTY = "rankpool.contract";

  private SpawnedPrograms() {}

  /** Sends a report to the spawner before it receives anything, and disconnects when told to. */
  abstract static class Reporter implements RankProgram {
    abstract List<String> report(MpiRuntime runtime, List<String> arguments);

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      InterCommunicator parent = runtime.parent().orElseThrow();
      Signals.sendText(parent, 0, report(runtime, arguments));
      Signals.await(parent, 0);
      parent.disconnect();
    }
  }

  /** Reports rank, sizes, and sums up the ranks of its world. */
  public static final class TellsItsPlace extends Reporter {
    /** For the backend. */
    public TellsItsPlace() {}

    @Override
    List<String> report(MpiRuntime runtime, List<String> arguments) {
      runtime.world().barrier();
      return List.of(
          "rank " + runtime.world().rank(),
          "size " + runtime.world().size(),
          "spawners " + runtime.parent().orElseThrow().remoteSize(),
          "rank to spawners " + runtime.parent().orElseThrow().rank());
    }
  }

  /** Reports its arguments. */
  public static final class TellsItsArguments extends Reporter {
    /** For the backend. */
    public TellsItsArguments() {}

    @Override
    List<String> report(MpiRuntime runtime, List<String> arguments) {
      return arguments;
    }
  }

  /** Reports the credential in hexadecimal digits. */
  public static final class TellsItsCredential extends Reporter {
    /** For the backend. */
    public TellsItsCredential() {}

    @Override
    List<String> report(MpiRuntime runtime, List<String> arguments) {
      Optional<byte[]> credential = runtime.credential();
      return List.of(credential.map(HexFormat.of()::formatHex).orElse("none"));
    }
  }

  /** Reports where and how its process and thread run. */
  public static final class TellsItsProcess extends Reporter {
    /** For the backend. */
    public TellsItsProcess() {}

    @Override
    List<String> report(MpiRuntime runtime, List<String> arguments) {
      List<String> lines = new ArrayList<>();
      lines.add(pid());
      lines.add(Thread.currentThread().getName());
      lines.add(String.valueOf(System.getProperty(PROPERTY)));
      lines.add(String.valueOf(System.getenv(VARIABLE)));
      lines.add(System.getProperty("user.dir"));
      return lines;
    }
  }

  /** Sends its last words, and ends without a goodbye when told to. */
  public static final class Deserts implements RankProgram {
    /** For the backend. */
    public Deserts() {}

    /**
     * Ends its process, or where that is the spawner's, returns.
     *
     * @param arguments the spawner's process
     */
    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      InterCommunicator parent = runtime.parent().orElseThrow();
      Signals.sendText(parent, 0, List.of("last words of " + parent.rank()));
      Signals.await(parent, 0);
      if (!arguments.contains(pid())) {
        Runtime.getRuntime().halt(1);
      }
    }
  }

  /** Cannot be made by a backend, as its constructor is not public. */
  public static final class Unusable implements RankProgram {
    private Unusable() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      throw new AssertionError("nobody can have made this object");
    }
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
