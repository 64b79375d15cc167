package io.github.rankpool.backend.openmpi.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that Open MPI starts beside a rank that no launcher started: {@code orted} of Open
 * MPI 4, {@code prte} of 5. It spawns for that rank and stays until this JVM ends, though MPI may
 * have been finalised long before. Only daemons that are children of this process are meant here,
 * never those of a launcher.
 */
final class LaunchDaemon {
  private static final Set<String> NAMES = Set.of("orted", "prte", "prted");
  private static final long SECONDS_TO_END = 5;

  /** Where Open MPI looks for a folder for temporary files, in this order. */
  private static final List<String> TEMPORARY = List.of("TMPDIR", "TEMP", "TMP");

  private static final Pattern JOB_NUMBER = Pattern.compile("\\d{1,10}");
  private static final int FAMILY_SHIFT = 16;
  private static final long NO_FAMILY = -1;

  private LaunchDaemon() {}

  /**
   * Ends the daemon after MPI was finalised, once the ranks it has spawned have ended. One whose
   * ranks go on, in worlds of their own, is left to end with this JVM.
   */
  static void retire() {
    for (ProcessHandle daemon : daemons()) {
      if (daemon.descendants().allMatch(LaunchDaemon::ends)) {
        kill(daemon);
      }
    }
  }

  /** Ends the daemon and its ranks where MPI cannot be finalised. */
  static void kill() {
    daemons().forEach(LaunchDaemon::kill);
  }

  /**
   * Kills, and does not ask: SIGTERM makes the daemon crash after a failed spawn, and takes it many
   * seconds otherwise. So its session folder is removed here. It stays a zombie until this JVM
   * ends, as only native code could collect it.
   */
  private static void kill(ProcessHandle daemon) {
    List<ProcessHandle> ranks = daemon.descendants().toList();
    daemon.destroyForcibly();
    ranks.forEach(ProcessHandle::destroyForcibly);
    ends(daemon);
    ranks.forEach(LaunchDaemon::ends);
    removeSession(daemon.pid());
  }

  private static List<ProcessHandle> daemons() {
    return ProcessHandle.current().children().filter(LaunchDaemon::isDaemon).toList();
  }

  private static boolean isDaemon(ProcessHandle child) {
    return child.info().command().map(LaunchDaemon::fileName).filter(NAMES::contains).isPresent();
  }

  /** Waits a while for a process to end; an interrupt is as good as the end of the time. */
  private static boolean ends(ProcessHandle process) {
    try {
      process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The folders of one daemon and its ranks: {@code ompi.HOST.USER/pid.PID} and {@code
   * ompi.HOST.USER/jf.FAMILY}, or {@code prte.HOST.PID}.
   */
  private static void removeSession(long pid) {
    try (DirectoryStream<Path> users =
        Files.newDirectoryStream(temporaryFolder(), "{ompi,prte}.*")) {
      for (Path user : users) {
        Path session = user.resolve("pid." + pid);
        String name = String.valueOf(user.getFileName());
        // Only there the last part is a process: ompi.HOST.1000 is all of a user's.
        if (name.startsWith("prte.") && name.endsWith("." + pid)) {
          delete(user);
        } else if (Files.isDirectory(session)) {
          delete(user.resolve("jf." + jobFamily(session)));
          delete(session);
          deleteIfEmpty(user);
        }
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      System.err.println("RP-347: cannot remove the session folder of Open MPI: " + e);
    }
  }

  /** The daemon's contact file begins with its job's number, whose upper half is the family's. */
  private static long jobFamily(Path session) throws IOException {
    Path contact = session.resolve("contact.txt");
    String text = Files.exists(contact) ? Files.readString(contact) : "";
    Matcher number = JOB_NUMBER.matcher(text);
    return number.lookingAt() ? Long.parseLong(number.group()) >>> FAMILY_SHIFT : NO_FAMILY;
  }

  /** Where Open MPI keeps its session folders. */
  static Path temporaryFolder() {
    return Path.of(
        TEMPORARY.stream().map(System::getenv).filter(Objects::nonNull).findFirst().orElse("/tmp"));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
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
