package io.github.rankpool.backend.mpj;

import io.github.rankpool.backend.mpj.launch.LaunchedRanks;
import io.github.rankpool.backend.mpj.launch.Membership;
import io.github.rankpool.backend.mpj.launch.PeerLink;
import io.github.rankpool.spi.InterCommunicator;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The processes that were started together with this one, and those that spawned them.
 *
 * @param endpoint of this process
 * @param context of the world's communicator
 * @param parent the spawner's, if there is one
 * @param credential what it gave along; empty if nothing
 */
record World(
    Endpoint endpoint, Context context, Optional<InterCommunicator> parent, byte[] credential) {

  /** Ranks of a world that MPJ Express launched know each other by these and their place. */
  private static final long STATIC_ADDRESS = 1L << 32;

  private static final long STATIC_NUMBER = 1;
  private static final byte[] NONE = {};

  /** A world of this process alone. */
  static World alone() {
    Endpoint endpoint = new Endpoint(Context.newNumber(), "this rank");
    return new World(
        endpoint,
        Context.of(endpoint, STATIC_NUMBER, List.of(endpoint.self())),
        Optional.empty(),
        NONE);
  }

  /** The world of a program that MPJ Express's launcher started. */
  static World launched(StaticLaunch launch, DeviceEntry devices) {
    int size = launch.size();
    Endpoint endpoint = new Endpoint(STATIC_ADDRESS + launch.rank(), "rank " + launch.rank());
    List<Long> addresses = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      addresses.add(STATIC_ADDRESS + rank);
      descriptions.add("rank " + rank);
    }
    // mpjrun waits until it has heard from every process that it has started.
    List<Peer> group = List.of(endpoint.self());
    if (size > 1 || launch.device().equals(StaticLaunch.PROCESSES)) {
      group =
          endpoint.attach(
              devices.initialise(launch.rank(), launch.configuration(), launch.device()),
              addresses,
              descriptions,
              true);
    }
    return new World(endpoint, Context.of(endpoint, STATIC_NUMBER, group), Optional.empty(), NONE);
  }

  /** The world of a rank that another rank of this backend spawned. */
  static World spawned(Membership membership, DeviceEntry devices) {
    int rank = membership.rank();
    int size = membership.size();
    long own = membership.address(rank);
    Endpoint endpoint = new Endpoint(own, "rank " + rank);
    PeerLink link = membership.parent();
    List<Peer> pair =
        endpoint.attach(
            devices.adopt(1, pair(link.outgoing(), null), pair(link.incoming(), null)),
            List.of(membership.parentAddress(), own),
            List.of("the spawner of this rank", ""),
            true);
    List<Long> addresses = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    List<@Nullable SocketChannel> outgoing = new ArrayList<>(Collections.nCopies(size, null));
    List<@Nullable SocketChannel> incoming = new ArrayList<>(Collections.nCopies(size, null));
    for (int other = 0; other < size; other++) {
      addresses.add(membership.address(other));
      descriptions.add("rank " + other);
      if (other != rank) {
        outgoing.set(other, membership.sibling(other).outgoing());
        incoming.set(other, membership.sibling(other).incoming());
      }
    }
    List<Peer> group = List.of(endpoint.self());
    if (size > 1) {
      group =
          endpoint.attach(devices.adopt(rank, outgoing, incoming), addresses, descriptions, true);
    }
    Context family =
        Context.between(endpoint, familyNumber(membership.worldKey()), group, List.of(pair.get(0)));
    return new World(
        endpoint,
        Context.of(endpoint, membership.worldKey(), group),
        Optional.of(new MpjInterCommunicator(family, true)),
        membership.credential());
  }

  /**
   * Connects this process with ranks that it has launched.
   *
   * @param whenEnded called once for each rank, when nothing comes from it any more
   */
  InterCommunicator join(LaunchedRanks ranks, DeviceEntry devices, Runnable whenEnded) {
    List<Peer> group = new ArrayList<>();
    for (int rank = 0; rank < ranks.size(); rank++) {
      PeerLink link = ranks.link(rank);
      List<Peer> pair =
          endpoint.attach(
              devices.adopt(0, pair(null, link.outgoing()), pair(null, link.incoming())),
              List.of(endpoint.self().address(), ranks.address(rank)),
              List.of("", ranks.describe(rank)),
              false,
              whenEnded);
      group.add(pair.get(1));
    }
    Context family =
        Context.between(endpoint, familyNumber(ranks.worldKey()), List.of(endpoint.self()), group);
    return new MpjInterCommunicator(family, true);
  }

  private static List<@Nullable SocketChannel> pair(
      @Nullable SocketChannel first, @Nullable SocketChannel second) {
    List<@Nullable SocketChannel> pair = new ArrayList<>();
    pair.add(first);
    pair.add(second);
    return pair;
  }

  private static long familyNumber(long worldKey) {
    return worldKey + 1;
  }
}
