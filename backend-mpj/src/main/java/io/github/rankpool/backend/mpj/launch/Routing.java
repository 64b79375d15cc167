package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By which of this host's addresses each host reaches it. Never the wildcard address. */
final class Routing {
  /** Any but 0 does: connecting a datagram socket sends nothing. */
  private static final int SOME_PORT = 9;

  private final Map<Place, InetAddress> ways = new HashMap<>();

  /** Distinct, those of the network first. */
  private final Set<InetAddress> addresses = new LinkedHashSet<>();

  /**
   * Finds the ways.
   *
   * @throws MpiException (RP-354) if there is no way to one of the places, (RP-351) if there is no
   *     ssh, (RP-359) if the thread was interrupted
   */
  Routing(LaunchOptions options) {
    SshNames names = new SshNames(options.ssh());
    for (Place place : new LinkedHashSet<>(options.places())) {
      if (!place.isLocal()) {
        ways.put(place, wayTo(place, names.addressOf(place.host())));
      }
    }
    ways.values().stream().filter(way -> !way.isLoopbackAddress()).forEach(addresses::add);
    addresses.addAll(ways.values());
    if (addresses.isEmpty()) {
      addresses.add(InetAddress.getLoopbackAddress());
    }
  }

  /** Where to listen. */
  Set<InetAddress> addresses() {
    return addresses;
  }

  /**
   * The address by which a rank reaches this process. Ranks on this host are reached by their
   * siblings at it, so that it is of the network if some of those are on other hosts.
   */
  InetAddress addressFor(Place place) {
    @Nullable InetAddress way = ways.get(place);
    return way == null ? addresses.iterator().next() : way;
  }

  private static InetAddress wayTo(Place place, String address) {
    try {
      return localAddressTowards(InetAddress.getByName(address));
    } catch (IOException e) {
      throw new MpiException(
          "RP-354",
          "there is no way to host '"
              + place.host()
              + "', for ssh '"
              + address
              + "': "
              + e.getMessage()
              + ". Correct the hint 'host' or ssh's configuration.",
          e);
    }
  }

  /** The address from which connections to another one begin. */
  static InetAddress localAddressTowards(InetAddress remote) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(remote, SOME_PORT));
      return socket.getLocalAddress();
    }
  }
}
