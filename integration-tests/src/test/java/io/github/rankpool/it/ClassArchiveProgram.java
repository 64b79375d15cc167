package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Two pools, one after the other: does their worker map a file of the cache? */
final class ClassArchiveProgram {
  private static final Duration MAKING_LIMIT = Duration.ofSeconds(40);

  private ClassArchiveProgram() {}

  /** Arguments: folder of the cache, and whether to "wait" for an archive, or to "damage" it. */
  public static void main(String[] args) throws Exception {
    System.out.println("first " + isMapped(args[0]));
    Path archives = Path.of(args[0], "rankpool");
    if (!args[1].equals("go on")) {
      Awaitility.await().atMost(MAKING_LIMIT).until(() -> isMade(archives));
    }
    if (args[1].equals("damage")) {
      damage(archives);
    }
    System.out.println("second " + isMapped(args[0]));
  }

  /** Overwrites a part, as a failing disk might. */
  private static void damage(Path folder) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.jsa")) {
      for (Path archive : archives) {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
          file.seek(file.length() / 2);
          file.write(new byte[(int) (file.length() / 6)]);
        }
      }
    }
  }

  private static boolean isMapped(String cache) throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(1).build()) {
      return pool.submit(() -> Files.readString(Path.of("/proc/self/maps")).contains(cache)).get();
    }
  }

  /** There, and whoever made it has ended. */
  private static boolean isMade(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder);
        Stream<ProcessHandle> children = ProcessHandle.current().children()) {
      return files.anyMatch(file -> file.toString().endsWith(".jsa"))
          && children.noneMatch(
              child -> child.info().commandLine().orElse("").contains("class-archive"));
    }
  }
}
