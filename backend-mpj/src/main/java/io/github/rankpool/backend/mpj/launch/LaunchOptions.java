package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the hints of a spawn request and the system properties say of a launch.
 *
 * @param places where each rank goes
 * @param ssh the command that reaches other hosts, with options
 * @param limit how long the launch may take
 */
record LaunchOptions(List<Place> places, List<String> ssh, Duration limit) {
  /** System property: whole seconds. */
  static final String LIMIT_PROPERTY = "rankpool.mpj.start-timeout";

  /** Hint: reserved by MPI-4.0 §11.8.4. */
  static final String HOST_KEY = "host";

  /** Hint: reserved by MPI-4.0 §11.8.4; overrides the request's own directory. */
  static final String DIRECTORY_KEY = "wdir";

  /** Hint: a command with options, split at blanks. */
  static final String SSH_KEY = "ssh";

  private static final Set<String> KEYS = Set.of(HOST_KEY, DIRECTORY_KEY, SSH_KEY);
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);
  private static final int MOST_SECONDS = 1_000_000;

  static LaunchOptions of(SpawnRequest request) {
    for (String key : new TreeSet<>(request.info().keySet())) {
      if (!KEYS.contains(key)) {
        throw bad("the hint '" + key + "' is not known", "Known are " + new TreeSet<>(KEYS));
      }
    }
    HostList hosts = new HostList(request.info().getOrDefault(HOST_KEY, Place.LOCAL.host()));
    String ssh = request.info().getOrDefault(SSH_KEY, "ssh").strip();
    if (ssh.isEmpty()) {
      throw bad("the hint '" + SSH_KEY + "' is empty", "Leave it out, or name a command");
    }
    return new LaunchOptions(
        hosts.deal(request.ranks()),
        List.of(ssh.split("\\s+")),
        limit(System.getProperty(LIMIT_PROPERTY)));
  }

  /** Where the ranks are to start, if that is said. */
  static Optional<Path> directory(SpawnRequest request) {
    return Optional.ofNullable(request.info().get(DIRECTORY_KEY))
        .map(Path::of)
        .or(request::workingDirectory);
  }

  boolean isLocal() {
    return places.stream().allMatch(Place::isLocal);
  }

  private static Duration limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int seconds = Integer.parseInt(text.strip());
      if (seconds > 0 && seconds <= MOST_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw bad(
        "the system property " + LIMIT_PROPERTY + " is '" + text + "'",
        "Give whole seconds, 1 to " + MOST_SECONDS);
  }

  private static MpiException bad(String problem, String remedy) {
    return new MpiException("RP-358", problem + ". " + remedy + ".");
  }
}
