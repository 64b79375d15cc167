package io.github.rankpool.backend.mpj.launch;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where processes of a spawn are waited for. Whoever connects has to prove that it belongs to it,
 * in time and in its own thread; strangers are closed and forgotten.
 */
final class Reception implements Closeable {
  /** Strangers may take that many threads, for as long as a handshake may take. */
  private static final int HANDSHAKES_AT_ONCE = 64;

  private static final int BACKLOG = 256;

  private final ServerSocketChannel listener;
  private final byte[] secret;
  private final IntPredicate expected;
  private final ExecutorService handshakes =
      new ThreadPoolExecutor(
          0,
          HANDSHAKES_AT_ONCE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Reception::thread,
          new ThreadPoolExecutor.CallerRunsPolicy());

  /** Guarded by this. */
  private final Map<Integer, Guest> guests = new HashMap<>();

  /** Guarded by this. */
  private boolean closed;

  /** What has come of one rank. */
  private static final class Guest {
    private final Map<Handshake.Direction, SocketChannel> channels = new HashMap<>();
    private int port;
    private long pid;
  }

  /**
   * A rank that has come.
   *
   * @param link to it
   * @param port where it waits for siblings
   * @param pid of its process
   */
  record Arrived(PeerLink link, int port, long pid) {}

  /**
   * Opens a listener on one address.
   *
   * @param address where
   * @param secret of the spawn
   * @param expected tells which ranks may come
   */
  Reception(InetAddress address, byte[] secret, IntPredicate expected) throws IOException {
    this.secret = secret.clone();
    this.expected = expected;
    this.listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(address, 0), BACKLOG);
    thread(this::acceptAll).start();
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "rankpool-mpj-reception");
    thread.setDaemon(true);
    return thread;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        handshakes.execute(() -> receive(channel));
      } catch (IOException e) {
        // Closed, or a connection that broke before it was accepted.
        continue;
      }
    }
  }

  private void receive(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Handshake.Claim claim = Handshake.accept(channel, secret);
      if (!welcome(claim, channel)) {
        channel.close();
      }
    } catch (IOException e) {
      closeQuietly(channel);
    }
  }

  private synchronized boolean welcome(Handshake.Claim claim, SocketChannel channel) {
    if (closed || !expected.test(claim.rank())) {
      return false;
    }
    Guest guest = guests.computeIfAbsent(claim.rank(), rank -> new Guest());
    if (guest.channels.putIfAbsent(claim.direction(), channel) != null) {
      return false;
    }
    guest.port = claim.port();
    guest.pid = claim.pid();
    notifyAll();
    return true;
  }

  /** What has come of a rank, or null while that is not all. */
  synchronized @Nullable Arrived arrived(int rank) {
    Guest guest = guests.get(rank);
    if (guest == null || guest.channels.size() < Handshake.Direction.values().length) {
      return null;
    }
    // What is outgoing there is incoming here.
    SocketChannel outgoing = guest.channels.get(Handshake.Direction.INCOMING);
    SocketChannel incoming = guest.channels.get(Handshake.Direction.OUTGOING);
    return outgoing == null || incoming == null
        ? null
        : new Arrived(new PeerLink(outgoing, incoming), guest.port, guest.pid);
  }

  /** Waits until something has changed, or the time is over. */
  synchronized void awaitChange(long millis) throws InterruptedException {
    if (millis > 0) {
      wait(millis);
    }
  }

  /** Has who waits here look around. */
  synchronized void changed() {
    notifyAll();
  }

  /** Takes no more guests. The connections of those that came stay. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    listener.close();
    handshakes.shutdown();
  }

  /** Closes the connections of all that came. */
  synchronized void dismiss() {
    guests.values().forEach(guest -> guest.channels.values().forEach(Reception::closeQuietly));
  }

  static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nobody needs it any more.
      return;
    }
  }
}
