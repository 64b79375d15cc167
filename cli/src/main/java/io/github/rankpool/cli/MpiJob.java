package io.github.rankpool.cli;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.SharedPool;
import io.github.rankpool.config.Settings;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The ranks of MPI's world. */
final class MpiJob implements Job {
  private final MpiCommunicator world;

  private MpiJob(MpiCommunicator world) {
    this.world = world;
  }

  /** Whether a launcher such as mpiexec started this process. Starts nothing. */
  static boolean launchedThisProcess() {
    return launcher(providers()).isPresent();
  }

  /** Whether the launcher runs the ranks in one JVM. */
  static boolean ranksShareJvm() {
    return launcher(providers()).filter(MpiProvider::ranksShareJvm).isPresent();
  }

  /**
   * Starts MPI.
   *
   * @throws JobException if it cannot be started, or not so that the launched processes find each
   *     other
   */
  static MpiJob start() {
    try {
      if (Settings.ofProcess().backend().isEmpty()) {
        requireUsable(launcher(providers()));
      }
      return new MpiJob(MpiCommunicator.world());
    } catch (MpiException | IllegalArgumentException e) {
      throw new JobException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Without this, each of the launched processes would run the program on threads of its own. */
  static void requireUsable(Optional<MpiProvider> launcher) {
    if (launcher.isEmpty()) {
      return;
    }
    Availability availability = launcher.get().availability();
    if (!availability.usable()) {
      throw new JobException(
          "RP-608: the launcher of "
              + launcher.get().name()
              + " started this process, but that backend cannot be used here: "
              + availability.detail()
              + ". "
              + availability.remedy());
    }
  }

  private static Optional<MpiProvider> launcher(List<MpiProvider> providers) {
    return providers.stream().filter(MpiProvider::launchedThisProcess).findFirst();
  }

  /** The backends on the class path. */
  static List<MpiProvider> providers() {
    List<MpiProvider> found = new ArrayList<>();
    Iterator<MpiProvider> all = ServiceLoader.load(MpiProvider.class).iterator();
    while (true) {
      try {
        if (!all.hasNext()) {
          return found;
        }
        found.add(all.next());
      } catch (ServiceConfigurationError e) {
        // Core looks at the same providers, and warns of those that cannot be loaded.
      }
    }
  }

  @Override
  public int rank() {
    return world.rank();
  }

  @Override
  public int size() {
    return world.size();
  }

  @Override
  public Verdict broadcast(Verdict verdict) {
    return world.broadcast(verdict, 0);
  }

  // The pool lives as long as the JVM, and ends by itself with it.
  @SuppressWarnings("resource")
  @Override
  public boolean openPool() {
    return SharedPool.open(world).isPresent();
  }

  @Override
  public void abort(int status) {
    world.abort(status);
  }
}
