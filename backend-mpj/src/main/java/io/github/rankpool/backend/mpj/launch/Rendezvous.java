package io.github.rankpool.backend.mpj.launch;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Listens for the ranks of a launch until every one of them has connected twice, once for each
 * {@link Direction}, and has proved that it is no stranger.
 *
 * <p>One thread serves all connections, none of which it waits for. A connection has five seconds
 * for its handshake. When too many are in the middle of it the oldest gives way: a rank is done in
 * milliseconds and tries again if it was unlucky, so strangers who connect and keep silent cannot
 * keep the ranks out.
 *
 * <p>For one thread, except for {@link #stop}.
 */
final class Rendezvous implements Closeable {
  private static final int MOST_HANDSHAKES = 128;
  private static final int BACKLOG = 256;
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(5);
  private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * A rank that has come.
   *
   * @param link its connections
   * @param listener where its siblings can reach it, if it told a port
   * @param pid its process id
   */
  record Guest(PeerLink link, InetSocketAddress listener, long pid) {}

  /**
   * A connection whose handshake is not done. No record: its buffer's content is not its identity.
   */
  private static final class Visitor {
    final SocketChannel channel;
    final SelectionKey key;
    final byte[] greeting;
    final ByteBuffer room = ByteBuffer.allocate(Handshake.CLAIM_BYTES);
    final Deadline deadline = Deadline.after(HANDSHAKE_LIMIT);

    Visitor(SocketChannel channel, SelectionKey key, byte[] greeting) {
      this.channel = channel;
      this.key = key;
      this.greeting = greeting;
    }
  }

  private record Arrival(SocketChannel channel, SelectionKey key, Claim claim) {}

  private final Handshake handshake;
  private final int firstRank;
  private final int endRank;
  private final Selector selector;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();

  /** The oldest first. */
  private final Set<Visitor> visitors = new LinkedHashSet<>();

  private final SortedMap<Integer, Map<Direction, Arrival>> arrivals = new TreeMap<>();
  private int arrived;
  private volatile boolean stopped;

  /**
   * Begins to listen, on random ports.
   *
   * @param handshake of this acceptor
   * @param addresses of this host, where to listen
   * @param firstRank the lowest rank to come
   * @param endRank the highest rank to come, and one
   */
  Rendezvous(Handshake handshake, Collection<InetAddress> addresses, int firstRank, int endRank)
      throws IOException {
    this.handshake = handshake;
    this.firstRank = firstRank;
    this.endRank = endRank;
    this.selector = Selector.open();
    try {
      for (InetAddress address : addresses) {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listeners.add(listener);
        listener.bind(new InetSocketAddress(address, 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Where it listens, in the order of the addresses it was given. */
  List<InetSocketAddress> addresses() throws IOException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (ServerSocketChannel listener : listeners) {
      addresses.add((InetSocketAddress) listener.getLocalAddress());
    }
    return addresses;
  }

  /**
   * Waits for all ranks to come, and stops listening then.
   *
   * @return the ranks; their links belong to the caller
   * @throws SocketTimeoutException if they had not all come in time
   * @throws IOException if this was stopped or the thread interrupted, or listening failed
   */
  SortedMap<Integer, Guest> await(Deadline deadline) throws IOException {
    int expected = (endRank - firstRank) * Direction.values().length;
    while (arrived < expected) {
      if (stopped || Thread.currentThread().isInterrupted()) {
        throw new IOException("the launch was given up");
      }
      dismissLateVisitors();
      Deadline next = visitors.isEmpty() ? deadline : deadline.earlier(oldest().deadline);
      if (deadline.isOver()) {
        throw new SocketTimeoutException("absent: " + absent());
      }
      selector.select(this::serve, TimeUnit.NANOSECONDS.toMillis(next.nanosLeft()) + 1);
    }
    closeListeners();
    return guests();
  }

  /** Which ranks have not come yet. */
  private List<Integer> absent() {
    List<Integer> absent = new ArrayList<>();
    for (int rank = firstRank; rank < endRank; rank++) {
      Map<Direction, Arrival> connections = arrivals.get(rank);
      if (connections == null || connections.size() < Direction.values().length) {
        absent.add(rank);
      }
    }
    return absent;
  }

  /** Makes the waiting thread give up, now or when it begins to wait. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.channel() instanceof ServerSocketChannel listener) {
      accept(listener);
    } else if (key.attachment() instanceof Visitor visitor) {
      hear(visitor);
    }
  }

  private void accept(ServerSocketChannel listener) {
    SocketChannel channel = null;
    try {
      channel = listener.accept();
      if (channel == null) {
        return;
      }
      if (visitors.size() >= MOST_HANDSHAKES) {
        dismiss(oldest());
      }
      channel.configureBlocking(false);
      byte[] greeting = Handshake.newGreeting();
      if (channel.write(ByteBuffer.wrap(greeting)) < greeting.length) {
        channel.close();
        return;
      }
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      Visitor visitor = new Visitor(channel, key, greeting);
      key.attach(visitor);
      visitors.add(visitor);
    } catch (IOException e) {
      closeQuietly(channel);
      // Too many open files, perhaps: strangers give way, and the next turn comes a little later.
      if (!visitors.isEmpty()) {
        dismiss(oldest());
      }
      LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
    }
  }

  private void hear(Visitor visitor) {
    try {
      int n = visitor.channel.read(visitor.room);
      if (n < 0) {
        dismiss(visitor);
      } else if (!visitor.room.hasRemaining()) {
        admit(visitor);
      }
    } catch (IOException e) {
      dismiss(visitor);
    }
  }

  private void admit(Visitor visitor) throws IOException {
    byte[] message = visitor.room.array();
    Optional<Claim> claim = handshake.verify(visitor.greeting, message).filter(this::isFree);
    if (claim.isEmpty()) {
      dismiss(visitor);
      return;
    }
    ByteBuffer answer = ByteBuffer.wrap(handshake.answer(visitor.greeting, message));
    visitor.channel.write(answer);
    if (answer.hasRemaining()) {
      dismiss(visitor);
      return;
    }
    visitors.remove(visitor);
    // A rank says nothing more before it is spoken to; its end is noticed elsewhere.
    visitor.key.interestOps(0);
    arrivals
        .computeIfAbsent(claim.get().rank(), rank -> new EnumMap<>(Direction.class))
        .put(claim.get().direction(), new Arrival(visitor.channel, visitor.key, claim.get()));
    arrived++;
  }

  private boolean isFree(Claim claim) {
    int rank = claim.rank();
    return rank >= firstRank
        && rank < endRank
        && !arrivals.getOrDefault(rank, Map.of()).containsKey(claim.direction());
  }

  private SortedMap<Integer, Guest> guests() throws IOException {
    for (Map<Direction, Arrival> connections : arrivals.values()) {
      for (Arrival arrival : connections.values()) {
        arrival.key().cancel();
      }
    }
    // Only a channel that no selector knows can be made to block.
    selector.close();
    SortedMap<Integer, Guest> guests = new TreeMap<>();
    for (Map.Entry<Integer, Map<Direction, Arrival>> entry : arrivals.entrySet()) {
      Arrival incoming = arrival(entry.getValue(), Direction.TO_ACCEPTOR);
      Arrival outgoing = arrival(entry.getValue(), Direction.FROM_ACCEPTOR);
      for (Arrival arrival : List.of(incoming, outgoing)) {
        arrival.channel().configureBlocking(true);
        arrival.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      InetSocketAddress remote = (InetSocketAddress) outgoing.channel().getRemoteAddress();
      guests.put(
          entry.getKey(),
          new Guest(
              new PeerLink(outgoing.channel(), incoming.channel()),
              new InetSocketAddress(remote.getAddress(), outgoing.claim().port()),
              outgoing.claim().pid()));
    }
    arrivals.clear();
    return guests;
  }

  private static Arrival arrival(Map<Direction, Arrival> connections, Direction direction) {
    Arrival arrival = connections.get(direction);
    if (arrival == null) {
      throw new IllegalStateException("not all have come");
    }
    return arrival;
  }

  private void dismissLateVisitors() {
    while (!visitors.isEmpty() && oldest().deadline.isOver()) {
      dismiss(oldest());
    }
  }

  private Visitor oldest() {
    return visitors.iterator().next();
  }

  private void dismiss(Visitor visitor) {
    visitors.remove(visitor);
    closeQuietly(visitor.channel);
  }

  private void closeListeners() {
    listeners.forEach(Rendezvous::closeQuietly);
    List.copyOf(visitors).forEach(this::dismiss);
  }

  /** Closes all but the links that were given to the caller. Idempotent. */
  @Override
  public void close() {
    closeListeners();
    for (Map<Direction, Arrival> connections : arrivals.values()) {
      connections.values().forEach(arrival -> closeQuietly(arrival.channel()));
    }
    arrivals.clear();
    closeQuietly(selector);
  }

  private static void closeQuietly(@Nullable Closeable resource) {
    if (resource != null) {
      try {
        resource.close();
      } catch (IOException e) {
        // There is nothing left to do for it.
      }
    }
  }
}
