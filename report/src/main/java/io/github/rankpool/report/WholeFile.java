package io.github.rankpool.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files that are there as a whole or not at all, whenever one looks. */
final class WholeFile {
  private WholeFile() {}

  /** The text of a file. */
  @FunctionalInterface
  interface Text {
    void writeTo(Writer writer) throws IOException;
  }

  /**
   * Writes a text beside its place first.
   *
   * @throws IOException with a code, if it cannot be written; a file of this name is left as it was
   */
  static void write(Path file, Text text) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("RP-622: " + file + " is no name of a file");
    }
    try {
      // Not by createTempFile, which lets nobody else read the file.
      Path beside = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        // Not by newBufferedWriter, which refuses texts with half a character in them.
        try (Writer writer =
            new BufferedWriter(
                new OutputStreamWriter(Files.newOutputStream(beside), StandardCharsets.UTF_8))) {
          text.writeTo(writer);
        }
        move(beside, target);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new IOException(
          "RP-622: "
              + target
              + " cannot be written: "
              + e
              + ". See that its folder exists and may"
              + " be written, and that the disk is not full.",
          e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
