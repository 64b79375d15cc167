package io.github.rankpool.backend.openmpi.bindings;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that Open MPI starts beside a rank that no launcher started: {@code orted} of Open
 * MPI 4, {@code prte} of 5. It spawns for that rank and ends when MPI is finalised; when finalising
 * is not possible any more it has to be ended.
 *
 * <p>It is killed, not asked: after a failed spawn it answers SIGTERM with a crash. What it would
 * have cleaned up is done here: ranks that are left, and its session folder.
 */
final class LaunchDaemon {
  private static final Set<String> NAMES = Set.of("orted", "prte", "prted");
  private static final long SECONDS_TO_END = 5;

  /** Where Open MPI looks for a folder for temporary files, in this order. */
  private static final List<String> TEMPORARY = List.of("TMPDIR", "TEMP", "TMP");

  private LaunchDaemon() {}

  /** Ends the daemons that are children of this process; those of a launcher are not. */
  static void end() {
    ProcessHandle.current().children().filter(LaunchDaemon::isDaemon).forEach(LaunchDaemon::end);
  }

  private static void end(ProcessHandle daemon) {
    List<ProcessHandle> ranks = daemon.descendants().toList();
    daemon.destroyForcibly();
    ranks.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(daemon);
    ranks.forEach(LaunchDaemon::awaitEnd);
    removeSession(daemon.pid());
  }

  private static boolean isDaemon(ProcessHandle child) {
    return child.info().command().map(LaunchDaemon::fileName).filter(NAMES::contains).isPresent();
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It has been killed; there is no more that could be done.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The folder of one daemon: {@code ompi.HOST.USER/pid.PID}, or {@code prte.HOST.PID}. */
  private static void removeSession(long pid) {
    try (DirectoryStream<Path> users =
        Files.newDirectoryStream(temporaryFolder(), "{ompi,prte}.*")) {
      for (Path user : users) {
        if (user.toString().endsWith("." + pid)) {
          delete(user);
        } else if (Files.isDirectory(user.resolve("pid." + pid))) {
          delete(user.resolve("pid." + pid));
          deleteIfEmpty(user);
        }
      }
    } catch (IOException e) {
      System.err.println("RP-347: cannot remove the session folder of Open MPI: " + e);
    }
  }

  private static Path temporaryFolder() {
    return Path.of(
        TEMPORARY.stream().map(System::getenv).filter(Objects::nonNull).findFirst().orElse("/tmp"));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** Other processes of this user may have theirs in it. */
  private static void deleteIfEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isEmpty()) {
        Files.deleteIfExists(folder);
      }
    }
  }

  private static @Nullable String fileName(String command) {
    Path name = Path.of(command).getFileName();
    return name == null ? null : name.toString();
  }
}
