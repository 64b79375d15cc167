package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.ThisMachine;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to get to a service: found by the name that it was given, or by where it listens.
 *
 * @param where host and port, or the name, as the user said it
 * @param address to connect to
 * @param key its secret
 * @param file that tells so
 */
public record ServiceAddress(
    String where, InetSocketAddress address, ServiceKey key, ServiceFile file) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):([0-9]{1,5})");

  /**
   * Tells whether a service can be called so.
   *
   * @param text a name
   * @return true if it is one
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Tells whether a text is host and port, as in {@code node17:4711}.
   *
   * @param text of the user
   * @return true if it looks like that
   */
  public static boolean isHostAndPort(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(2)) <= MAX_PORT;
  }

  /**
   * Splits host and port.
   *
   * @param text as of {@link #isHostAndPort}; an IPv6 address may be in brackets
   * @return not looked up yet
   * @throws IllegalArgumentException if it is something else
   */
  public static InetSocketAddress hostAndPort(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!isHostAndPort(text) || !matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
    }
    String host = matcher.group(1).replaceAll("^\\[(.*)]$", "$1");
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(matcher.group(2)));
  }

  /**
   * Finds a service.
   *
   * @param where its name, or host and port
   * @param origin who says so, for messages
   * @param folder with the files of services
   * @param keyFile a service's file whose key is to be used, wherever it says that the service is;
   *     null to look through the folder
   * @return the service, which may have ended
   * @throws MpiException if there is no such service
   */
  public static ServiceAddress find(
      String where, String origin, Path folder, @Nullable Path keyFile) {
    if (isHostAndPort(where)) {
      InetSocketAddress address = hostAndPort(where);
      ServiceFile file =
          keyFile != null ? read(keyFile, where, origin) : withAddress(address, origin, folder);
      return new ServiceAddress(where, resolved(address), file.key(), file);
    }
    if (!isName(where)) {
      throw new MpiException(
          "RP-701",
          "'"
              + where
              + "' ("
              + origin
              + ") names no service: give the name that it was started with, or HOST:PORT");
    }
    Path path = keyFile != null ? keyFile : folder.resolve(where);
    ServiceFile file = read(path, where, origin);
    if (file.isLeftBehind(thisMachine())) {
      throw new MpiException(
          "RP-702",
          "the service "
              + file
              + " has ended, and left "
              + path
              + " behind. Start it again: rankpool serve --name "
              + file.name());
    }
    InetSocketAddress address = InetSocketAddress.createUnresolved(file.host(), file.port());
    return new ServiceAddress(where, resolved(address), file.key(), file);
  }

  private static ServiceFile read(Path path, String where, String origin) {
    try {
      return ServiceFile.read(path);
    } catch (NoSuchFileException e) {
      Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
      throw new MpiException(
          "RP-702",
          "there is no service '"
              + where
              + "' ("
              + origin
              + "): "
              + path
              + " is not there. "
              + known(folder)
              + " Start one: rankpool serve --name NAME",
          e);
    } catch (IOException e) {
      throw ServiceFile.unusable(path, where, e);
    }
  }

  private static String known(Path folder) {
    List<String> names = files(folder).stream().map(ServiceFile::name).toList();
    return names.isEmpty()
        ? "No service has left its file in that folder."
        : "There are: " + String.join(", ", names) + ".";
  }

  private static ServiceFile withAddress(InetSocketAddress address, String origin, Path folder) {
    return files(folder).stream()
        .filter(file -> file.port() == address.getPort() && isHost(address.getHostString(), file))
        .filter(file -> !file.isLeftBehind(thisMachine()))
        .findFirst()
        .orElseThrow(
            () ->
                new MpiException(
                    "RP-702",
                    "the key of the service at "
                        + address.getHostString()
                        + ":"
                        + address.getPort()
                        + " ("
                        + origin
                        + ") is not known: no file in "
                        + folder
                        + " tells of it. If the service runs under another name or behind a"
                        + " tunnel, have RANKPOOL_SERVICE_KEY name a copy of its file"));
  }

  private static boolean isHost(String host, ServiceFile file) {
    return host.equalsIgnoreCase(file.host())
        || host.equalsIgnoreCase(file.machine())
        || (host.equalsIgnoreCase("localhost") && isLoopback(file.host()));
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equalsIgnoreCase("localhost");
  }

  /** All that can be read: the others are of somebody else, or no service's. */
  private static List<ServiceFile> files(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().flatMap(path -> ifReadable(path).stream()).toList();
    } catch (IOException e) {
      return List.of(); // No folder, no services.
    }
  }

  private static Optional<ServiceFile> ifReadable(Path path) {
    try {
      return Optional.of(ServiceFile.read(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    return new InetSocketAddress(address.getHostString(), address.getPort());
  }

  /** What keeps a client from the service, if it is known: for messages. */
  String hint() {
    if (isLoopback(address.getHostString()) && !file.machine().equals(thisMachine())) {
      return "It runs on "
          + file.machine()
          + " and listens on the loopback interface of that machine only: start it with --bind "
          + file.machine()
          + ":0, or use a tunnel and RANKPOOL_SERVICE_KEY.";
    }
    return "Is it running? Its log says what happened to it.";
  }

  /**
   * The name of this machine.
   *
   * @return as services write it into their files
   */
  public static String thisMachine() {
    return ThisMachine.name();
  }
}
