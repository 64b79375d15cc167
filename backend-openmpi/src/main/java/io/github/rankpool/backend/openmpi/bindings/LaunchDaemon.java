package io.github.rankpool.backend.openmpi.bindings;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The process that Open MPI starts beside a rank that no launcher started: {@code orted} of Open
 * MPI 4, {@code prte} of 5. It spawns for that rank and ends when MPI is finalised; when finalising
 * is not possible any more it has to be ended.
 */
final class LaunchDaemon {
  private static final Set<String> NAMES = Set.of("orted", "prte", "prted");

  /** The daemon removes its session folder when it is asked to end; this is its time to do so. */
  private static final long SECONDS_TO_CLEAN_UP = 5;

  private LaunchDaemon() {}

  /** Ends the daemons that are children of this process; those of a launcher are not. */
  static void end() {
    List<ProcessHandle> daemons =
        ProcessHandle.current().children().filter(LaunchDaemon::isDaemon).toList();
    daemons.forEach(ProcessHandle::destroy);
    daemons.forEach(LaunchDaemon::awaitEnd);
  }

  private static boolean isDaemon(ProcessHandle child) {
    return child.info().command().map(LaunchDaemon::fileName).filter(NAMES::contains).isPresent();
  }

  private static void awaitEnd(ProcessHandle daemon) {
    try {
      daemon.onExit().get(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      daemon.destroyForcibly();
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable String fileName(String command) {
    Path name = Path.of(command).getFileName();
    return name == null ? null : name.toString();
  }
}
