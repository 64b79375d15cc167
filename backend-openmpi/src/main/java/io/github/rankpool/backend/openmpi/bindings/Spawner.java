package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.backend.openmpi.Installation;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import mpi.Info;
import mpi.Intercomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Spawns worlds (MPI-4.0 §11.8.2).
 *
 * <p>Where a rank ends before it has initialised MPI, Open MPI waits for it for ever. So what can
 * be checked is checked before, and the native call is bounded in time if the thread level allows a
 * thread for it. After a failure Open MPI can neither spawn again nor finalise.
 */
final class Spawner {
  private final Installation installation;
  private final boolean bounded;
  private volatile boolean broken;

  Spawner(Installation installation, boolean bounded) {
    this.installation = installation;
    this.bounded = bounded;
  }

  /** Whether a spawn failed in a way that leaves MPI unable to finalise. */
  boolean isBroken() {
    return broken;
  }

  InterCommunicator spawn(SpawnRequest request) {
    if (broken) {
      throw new MpiException(
          "RP-339",
          "an earlier spawn failed, after which Open MPI cannot spawn again. Start a new process.");
    }
    SpawnCommand command = SpawnCommand.of(request, installation, MessageLayer.forSpawned());
    try {
      Intercomm spawned =
          bounded ? Bounded.call("spawn", command.limit(), () -> spawn(command)) : spawn(command);
      return new BindingsInterCommunicator(spawned);
    } catch (MPIException e) {
      broken = true;
      throw new MpiException(
          "RP-337",
          "MPI_Comm_spawn of "
              + request
              + " failed: "
              + e.getMessage()
              + ". Open MPI prints the reason on standard error; often there are fewer slots than"
              + " ranks, or a machine cannot be reached.",
          e);
    } catch (TimeoutException e) {
      broken = true;
      throw tooLate(request, command.limit(), e);
    }
  }

  private static Intercomm spawn(SpawnCommand command) throws MPIException {
    Info info = new Info();
    try {
      for (Map.Entry<String, String> hint : command.info().entrySet()) {
        info.set(hint.getKey(), hint.getValue());
      }
      String[] arguments = command.arguments().toArray(String[]::new);
      return MPI.COMM_SELF.spawn(command.executable(), arguments, command.ranks(), info, 0, null);
    } finally {
      info.free();
    }
  }

  private static MpiException tooLate(SpawnRequest request, Duration limit, TimeoutException e) {
    return new MpiException(
        "RP-338",
        "the ranks of "
            + request
            + " did not all initialise MPI within "
            + limit.toSeconds()
            + " s. Standard error shows if a JVM could not start; check JVM arguments, class path"
            + " and machines. The limit is the system property or info key "
            + SpawnCommand.TIMEOUT_KEY
            + ", in seconds.",
        e);
  }
}
