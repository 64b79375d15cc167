package io.github.rankpool.internal.service;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What a service leaves for its clients: where it listens, and its key. Only its owner can read the
 * file, and a file that others can read is not taken.
 *
 * @param name of the service
 * @param host that it listens on, as it was told
 * @param port of that
 * @param machine that it runs on
 * @param pid its process
 * @param key its secret
 */
public record ServiceFile(
    String name, String host, int port, String machine, long pid, ServiceKey key) {
  private static final int MAX_PORT = 65_535;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * Writes the file as a whole, in place of one that is there.
   *
   * @param path of the file; its folder is made if need be
   * @throws IOException if that fails
   */
  public void write(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(path + " is no file");
    }
    Files.createDirectories(folder);
    List<String> lines =
        List.of(
            "# A pool of Rankpool. Who can read this can run code as its owner: copy it with care.",
            "name=" + name,
            "host=" + host,
            "port=" + port,
            "machine=" + machine,
            "pid=" + pid,
            "key=" + key.toText());
    Path draft = Files.createTempFile(folder, "." + name, ".new", onlyForOwner(folder));
    try {
      Files.write(draft, lines);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] onlyForOwner(Path folder) throws IOException {
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /**
   * Reads a file.
   *
   * @param path of the file
   * @return what it says
   * @throws IOException if it cannot be read, does not say all, or others can read it
   */
  public static ServiceFile read(Path path) throws IOException {
    requireSecrecy(path);
    Properties lines = new Properties();
    try (Reader text = new StringReader(Files.readString(path, StandardCharsets.UTF_8))) {
      lines.load(text);
      return new ServiceFile(
          required(lines, "name"),
          required(lines, "host"),
          port(required(lines, "port")),
          required(lines, "machine"),
          Long.parseLong(required(lines, "pid")),
          ServiceKey.parse(required(lines, "key")));
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no file of a service: " + e.getMessage(), e);
    }
  }

  /**
   * What to tell of a file that could not be {@linkplain #read read}.
   *
   * @param path of the file
   * @param name of its service
   * @param reason why it could not
   * @return to be thrown
   */
  public static MpiException unusable(Path path, String name, IOException reason) {
    return new MpiException(
        "RP-703",
        "the file " + path + " of service '" + name + "' is of no use: " + reason.getMessage(),
        reason);
  }

  private static String required(Properties lines, String key) throws IOException {
    String value = lines.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new IOException("it is no file of a service: '" + key + "' is missing");
    }
    return value.strip();
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port);
    }
    return port;
  }

  private static void requireSecrecy(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, new LinkOption[0]);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          "others could use it, as its permissions are "
              + PosixFilePermissions.toString(permissions)
              + "; set them by chmod 600, and if anybody may have read it, start the service anew");
    }
  }

  /**
   * Tells whether a process of this machine that has ended left the file behind.
   *
   * @param thisMachine its name
   * @return true if the service is known to have ended
   */
  public boolean isLeftBehind(String thisMachine) {
    return machine.equals(thisMachine)
        && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** As for users, without the key. */
  @Override
  public String toString() {
    return name + " at " + host + ":" + port + " (process " + pid + " on " + machine + ")";
  }
}
