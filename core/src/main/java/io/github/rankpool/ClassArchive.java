package io.github.rankpool;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that a worker loads, as the JVM maps them from a file (a dynamic archive of class
 * data sharing): made by the first pool that misses it, used by the next. Whatever goes wrong costs
 * nothing but time. docs/adr/0017-class-data-sharing.md has the reasons.
 *
 * <pre>
 *  FAMILY-KEY-SUM.jsa     an archive; FAMILY is of java and jars by name, KEY of their contents, SUM
 *                         of its own
 *  FAMILY-KEY.making/     where a process is making one; moved from there when it proves good
 * </pre>
 */
final class ClassArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  static final String SUFFIX = ".jsa";
  private static final String MAKING = ".making";
  private static final int MOST_ARCHIVES = 8;

  /** A process that has been making one for longer has ended without tidying up. */
  private static final Duration LONGEST_MAKING = Duration.ofMinutes(10);

  /** Needs the folder, java, the class path, two main classes, and the path up to its sum. */
  private static final String SCRIPT =
      """
      umask 077
      cd "$1" || exit 1
      "$2" -XX:ArchiveClassesAtExit=new.jsa -cp "$3" "$4" \\
        && "$2" -Xshare:on -XX:SharedArchiveFile=new.jsa -cp "$3" "$5" new.jsa "$6"
      cd / && rm -rf "$1"
      """;

  /** Variables that would make the JVM that trains another one than workers are. */
  private static final List<String> FOREIGN =
      List.of("RANKPOOL_", "OMPI_", "PMIX_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_");

  /** Flags by which users have decided about sharing themselves. */
  private static final List<String> DECIDED = List.of("Xshare", "SharedA", "ClassesAtExit", "AOT");

  private final OwnFolder folder;
  private final ArchiveKey key;

  ClassArchive(OwnFolder folder, ArchiveKey key) {
    this.folder = folder;
    this.key = key;
  }

  /** The archive for workers of this JVM's java and class path; empty if there can be none. */
  static Optional<ClassArchive> forWorkers() {
    OwnFolder cache = OwnFolder.cache(System.getenv());
    ArchiveKey key = ArchiveKey.ofThisProcess();
    return cache == null || key == null
        ? Optional.empty()
        : Optional.of(new ClassArchive(cache, key));
  }

  /** Whether flags leave it to this class which archive is used. */
  static boolean isFreeWith(List<String> flags) {
    return flags.stream()
        .filter(flag -> flag.startsWith("-X"))
        .noneMatch(flag -> DECIDED.stream().anyMatch(flag::contains));
  }

  /** Flags for a worker's JVM; empty as long as there is no archive. */
  List<String> flags() {
    Path archive = find();
    // Where the JVM finds the archive stale, or not at all as on another machine, it does without,
    // and has no reason to say so on a worker's output.
    return archive == null
        ? List.of()
        : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /** The archive, if it is there and safe. */
  @Nullable Path find() {
    try {
      if (!folder.isOwn()) {
        return null;
      }
      for (Path file : files(key.name() + "-*" + SUFFIX)) {
        if (folder.isOwn(file) && ArchiveSeal.isWhole(file)) {
          return file;
        }
      }
    } catch (IOException e) {
      LOG.debug("no class archive can be used", e);
    }
    return null;
  }

  /** Makes the archive if it is missing and nobody else does. Takes a moment; does not wait. */
  void make() {
    try {
      if (find() != null || !folder.create()) {
        return;
      }
      tidy();
      Path making = folder.path().resolve(key.name() + MAKING);
      folder.createFolder(making);
      start(making);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("another process makes the class archive", e);
    } catch (IOException e) {
      LOG.debug("no class archive can be made", e);
    }
  }

  /** Starts what goes on by itself if this JVM ends, and gives way to all other work. */
  private void start(Path making) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            "nice",
            "-n",
            "19",
            "sh",
            "-c",
            SCRIPT,
            "rankpool-class-archive",
            making.toString(),
            key.java().toString(),
            key.classPath(),
            ArchiveTraining.class.getName(),
            ArchiveSeal.class.getName(),
            folder.path().resolve(key.name()).toString());
    command.environment().keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
    command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      command.redirectInput(new File("/dev/null")).start();
    } catch (IOException e) {
      Files.deleteIfExists(making);
      throw e;
    }
  }

  /** Removes what this archive replaces, what was left half made, and the oldest of too many. */
  private void tidy() throws IOException {
    Instant now = Instant.now();
    for (Path making : files("*" + MAKING)) {
      if (Files.getLastModifiedTime(making).toInstant().isBefore(now.minus(LONGEST_MAKING))) {
        for (Path file : list(making, "*")) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(making);
      }
    }
    List<Path> others = new ArrayList<>();
    for (Path file : files("*" + SUFFIX)) {
      if (file.getFileName().toString().startsWith(key.family() + "-")) {
        Files.deleteIfExists(file);
      } else {
        others.add(file);
      }
    }
    others.sort(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed());
    for (Path file : others.stream().skip(MOST_ARCHIVES - 1).toList()) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> files(String glob) throws IOException {
    return list(folder.path(), glob);
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    }
    return found;
  }
}
