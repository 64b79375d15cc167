package io.github.rankpool;

import io.github.rankpool.internal.service.ServiceAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * How a {@link PoolService} is found, and how many it serves. Immutable.
 *
 * @param name that clients find it by: letters, digits, dots, hyphens and underscores
 * @param host name or address of this machine to listen on; {@code 127.0.0.1} lets in clients of
 *     this machine only
 * @param port to listen on; 0 for any that is free
 * @param clients how many pools are served at a time, at least 1; more wait in line
 */
public record ServiceOptions(String name, String host, int port, int clients) {
  private static final int MAX_PORT = 65_535;

  /**
   * Describes a service.
   *
   * @param name as above
   * @param host as above
   * @param port as above
   * @param clients as above
   * @throws IllegalArgumentException if one is out of its range
   */
  public ServiceOptions {
    Objects.requireNonNull(host, "host");
    if (!ServiceAddress.isName(name)) {
      throw new IllegalArgumentException(
          "RP-108: '"
              + name
              + "' is no name for a service: give up to 64 letters, digits, dots, hyphens and"
              + " underscores, a letter or digit first");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "RP-108: there is no port " + port + ": give 1 to 65535, or 0 for any that is free");
    }
    if (clients < 1) {
      throw new IllegalArgumentException(
          "RP-108: a service serves at least 1 client at a time, not " + clients);
    }
  }

  /**
   * A service for clients of this machine, one at a time.
   *
   * @param name that they find it by
   * @return with any free port of the loopback interface
   */
  public static ServiceOptions named(String name) {
    return new ServiceOptions(name, "127.0.0.1", 0, 1);
  }

  /**
   * Sets where to listen.
   *
   * @param where {@code host:port}; an IPv6 address is put in brackets
   * @return a copy
   * @throws IllegalArgumentException if it is something else
   */
  public ServiceOptions bind(String where) {
    if (!ServiceAddress.isHostAndPort(where)) {
      throw new IllegalArgumentException(
          "RP-108: '" + where + "' is not HOST:PORT; give one, such as 127.0.0.1:4711 or node17:0");
    }
    InetSocketAddress address = ServiceAddress.hostAndPort(where);
    return new ServiceOptions(name, address.getHostString(), address.getPort(), clients);
  }

  /**
   * Sets how many pools are served at a time, each with workers of its own.
   *
   * @param number at least 1
   * @return a copy
   */
  public ServiceOptions clients(int number) {
    return new ServiceOptions(name, host, port, number);
  }
}
