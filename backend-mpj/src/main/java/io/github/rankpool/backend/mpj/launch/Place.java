package io.github.rankpool.backend.mpj.launch;

import java.util.Set;

/**
 * A host that ranks are started on.
 *
 * @param host as the user names it
 */
record Place(String host) {
  static final Place LOCAL = new Place("localhost");

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1");

  /** Whether it is this host, which needs no ssh. */
  boolean isLocal() {
    return LOCAL_NAMES.contains(host);
  }

  /** For messages: "on this host", "on host node7". */
  @Override
  public String toString() {
    return isLocal() ? "on this host" : "on host " + host;
  }
}
