package io.github.rankpool;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that nobody but its owner can change: what lies there is run as code.
 *
 * @param path where it is, or will be
 * @param owner whose it has to be
 */
record OwnFolder(Path path, UserPrincipal owner) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Rankpool's folder in the user's cache; null if the user has none. */
  static @Nullable OwnFolder cache(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (cache.isEmpty() && home.isEmpty()) {
      return null;
    }
    try {
      Path base = cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache);
      Path path = base.resolve("rankpool");
      // A relative one is to be ignored, and the JVM takes the separator for that of two archives.
      return base.isAbsolute() && path.toString().indexOf(File.pathSeparatorChar) < 0
          ? new OwnFolder(path, self())
          : null;
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** The user that this process runs as. */
  static UserPrincipal self() throws IOException {
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** Whether the folder is there and safe. */
  boolean isOwn() throws IOException {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && isOwn(path);
  }

  /** Whether a file belongs to the owner and can be changed by nobody else. */
  boolean isOwn(Path file) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return !attributes.isSymbolicLink()
        && attributes.owner().equals(owner)
        && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
        && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Makes the folder where it is missing; tells whether it is safe then. */
  boolean create() throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      createFolder(path);
    } catch (FileAlreadyExistsException e) {
      return isOwn();
    }
    return isOwn();
  }

  /**
   * Makes a folder for the owner only.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder, OWNER_ONLY);
  }
}
