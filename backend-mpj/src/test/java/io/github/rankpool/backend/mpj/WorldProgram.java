package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.ScenarioProgram;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Runs a scenario on the ranks of a world: this process alone, or processes that it spawns. */
public final class WorldProgram {
  static final String DONE = "scenario done";

  private WorldProgram() {}

  /**
   * Runs a scenario.
   *
   * @param args number of ranks, name of the scenario
   */
  public static void main(String[] args) throws Exception {
    int ranks = Integer.parseInt(args[0]);
    try (MpiRuntime runtime = new MpjProvider().start(ThreadLevel.MULTIPLE)) {
      if (ranks == 1) {
        new ScenarioProgram().run(runtime, List.of(args[1]));
        System.out.println(DONE);
        return;
      }
      InterCommunicator world =
          runtime.spawn(
              SpawnRequest.of(ranks, Rank.class)
                  .arguments(List.of(args[1]))
                  .jvmArguments(List.of("-Xmx256m"))
                  .build());
      for (int rank = 0; rank < ranks; rank++) {
        awaitEnd(world, rank);
      }
      world.disconnect();
    }
  }

  /** What the rank printed tells whether it did all that it should. */
  private static void awaitEnd(InterCommunicator world, int rank) {
    try {
      world.recv(ByteBuffer.allocate(0), rank, 0);
    } catch (MpiException e) {
      if (!e.code().equals("RP-313")) {
        throw e;
      }
    }
  }

  /** One rank of a world that does not know that it was spawned. */
  public static final class Rank implements RankProgram {

    /** For the backend. */
    public Rank() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) throws Exception {
      new ScenarioProgram().run(withoutParent(runtime), arguments);
      System.out.println(DONE);
      InterCommunicator parent = runtime.parent().orElseThrow();
      try {
        parent.send(ByteBuffer.allocate(0), 0, 0);
        parent.disconnect();
      } catch (MpiException e) {
        if (!e.code().equals("RP-315")) {
          throw e; // anything but a scenario that has closed the runtime
        }
      }
    }

    private static MpiRuntime withoutParent(MpiRuntime real) {
      return (MpiRuntime)
          Proxy.newProxyInstance(
              Rank.class.getClassLoader(),
              new Class<?>[] {MpiRuntime.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("parent")
                      ? Optional.empty()
                      : method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
