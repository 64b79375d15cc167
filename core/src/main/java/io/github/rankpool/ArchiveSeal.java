package io.github.rankpool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * Has the name of an archive end in a sum of its bytes. A JVM that maps one that was truncated or
 * damaged may crash; JDK 17 checks sums of its own only if told to, JDK 25 not even then.
 */
final class ArchiveSeal {
  private static final int PIECE_BYTES = 256 * 1024;

  private ArchiveSeal() {}

  /**
   * Moves a new archive to where it is used. That this JVM runs shows that it can be mapped.
   *
   * @param args the archive, and its path to be, up to the sum
   * @throws IOException if it cannot be moved
   */
  public static void main(String[] args) throws IOException {
    Path made = Path.of(args[0]);
    Files.move(made, Path.of(args[1] + ending(made)), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether an archive is as it was when it was made. */
  static boolean isWhole(Path archive) throws IOException {
    return archive.toString().endsWith(ending(archive));
  }

  /** What the name of an archive ends in. */
  static String ending(Path archive) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream bytes = Files.newInputStream(archive)) {
      for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
        sum.update(piece, 0, read);
      }
    }
    return "-%08x%s".formatted(sum.getValue(), ClassArchive.SUFFIX);
  }
}
