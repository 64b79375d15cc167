package io.github.rankpool.cli;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.PoolService;
import io.github.rankpool.SharedPool;
import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import java.util.List;
import java.util.Optional;

/** The ranks of MPI's world. */
final class MpiJob implements Job {
  private final MpiCommunicator world;

  private MpiJob(MpiCommunicator world) {
    this.world = world;
  }

  /** Whether a launcher such as mpiexec started this process. Starts nothing. */
  static boolean launchedThisProcess() {
    return launcher().isPresent();
  }

  /** Whether the launcher runs the ranks in one JVM. */
  static boolean ranksShareJvm() {
    return launcher().filter(MpiProvider::ranksShareJvm).isPresent();
  }

  /**
   * Starts MPI.
   *
   * @throws JobException if it cannot be started, or not so that the launched processes find each
   *     other
   */
  static MpiJob start() {
    try {
      Optional<Settings.Value<String>> named = Settings.ofProcess().find(Setting.BACKEND);
      launcher().ifPresent(launcher -> requireJob(launcher, named));
      return new MpiJob(MpiCommunicator.world());
    } catch (IllegalArgumentException e) {
      throw new JobException(Verdict.USAGE, e);
    } catch (MpiException e) {
      throw new JobException(Verdict.FAILURE, e);
    }
  }

  /**
   * Without this, each of the launched processes would run the program on its own. That is what
   * naming {@code threads} asks for.
   */
  static void requireJob(MpiProvider launcher, Optional<Settings.Value<String>> named) {
    if (named.isPresent()) {
      requireNoOtherMpi(launcher, named.get());
      return;
    }
    Availability availability = launcher.availability();
    if (!availability.usable()) {
      throw new JobException(
          "RP-608: the launcher of "
              + launcher.name()
              + " started this process, but that backend cannot be used here: "
              + availability.detail()
              + ". "
              + availability.remedy());
    }
  }

  private static void requireNoOtherMpi(MpiProvider launcher, Settings.Value<String> named) {
    if (!List.of(launcher.name(), Providers.THREADS).contains(named.value())) {
      throw new JobException(
          "RP-608: the launcher of "
              + launcher.name()
              + " started this process, but backend '"
              + named.value()
              + "' is named ("
              + named.origin()
              + "), so that each process would run the program on its own. Name "
              + launcher.name()
              + " or nothing, or start without this launcher.");
    }
  }

  private static Optional<MpiProvider> launcher() {
    return Providers.onClassPath().launcher();
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
  public void serve(ServeOptions options) {
    if (world.size() == 1) {
      Service.alone(options);
      return;
    }
    // Where the ranks that serve look for classes.
    Thread.currentThread().setContextClassLoader(ProgramLoader.of(options.classPath()));
    try {
      PoolService.start(options.service(), world)
          .ifPresent(
              service ->
                  Service.await(
                      service, "the " + (world.size() - 1) + " ranks behind rank 0", System.out));
    } catch (MpiException e) {
      throw new JobException(Verdict.FAILURE, e);
    }
  }

  @Override
  public void abort(int status) {
    world.abort(status);
  }
}
