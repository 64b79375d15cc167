package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the ranks of a spawned world (MPI-4.0 §11.8.2). */
final class SpawnedWorld {
  private SpawnedWorld() {}

  /** All programs are made before any rank is started, so that a failure starts none. */
  static InterCommunicator start(Rank spawner, SpawnRequest request) {
    List<RankProgram> programs = new ArrayList<>();
    for (int rank = 0; rank < request.ranks(); rank++) {
      programs.add(RankProgram.named(request.program()));
    }
    World world = new World(request.ranks());
    Space family = Space.between(List.of(spawner), world.ranks());
    for (int rank = 0; rank < request.ranks(); rank++) {
      MpiRuntime runtime = runtime(world, family, rank, request);
      RankProgram program = programs.get(rank);
      world.thread(rank, () -> run(program, runtime, request.arguments()));
    }
    world.start();
    return new ThreadsInterCommunicator(family, 0, 0);
  }

  private static MpiRuntime runtime(World world, Space family, int rank, SpawnRequest request) {
    byte[] credential = request.credential();
    return new ThreadsRuntime(
        world,
        rank,
        Optional.of(new ThreadsInterCommunicator(family, 1, rank)),
        credential.length == 0 ? Optional.empty() : Optional.of(credential));
  }

  // User code may throw anything, and whatever it is, the rank must report it and end.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void run(RankProgram program, MpiRuntime runtime, List<String> arguments) {
    try (runtime) {
      program.run(runtime, arguments);
    } catch (Throwable e) {
      e.printStackTrace();
    }
  }
}
