package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.DoorbellAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a process sleep although its MPI can only be polled: other processes of the same machine
 * ring when they have sent it something by MPI after a silence.
 *
 * <p>A ring is a datagram to a port of the loopback interface and says nothing but who rings: a
 * number that the listener has made up for that peer and told it over the pool's own channel. A
 * ring that others make up wakes a process that then finds nothing. Rings may be lost; who sleeps
 * has to look now and then all the same.
 *
 * <p>For the communication thread, but for {@link #wake}.
 */
public final class Doorbell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);
  private static final int RING_BYTES = Long.BYTES;
  private static final int MAX_RINGS_AT_ONCE = 1_000;

  /** Who rings has sent nothing for so long; who was sent something does not sleep for longer. */
  static final long SILENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final DatagramChannel channel;
  private final Selector selector;
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer ring = ByteBuffer.allocateDirect(RING_BYTES + 1);

  /** Rings elsewhere. Unlike a channel, it is not closed when a thread is interrupted in it. */
  private final DatagramSocket ringer;

  /** Names of peers, by the numbers that they ring with. */
  // Guarded by this.
  private final Map<Long, Object> peers = new HashMap<>();

  // Guarded by this.
  private final Set<Object> heard = new HashSet<>();

  private Doorbell(DatagramChannel channel, Selector selector, DatagramSocket ringer) {
    this.channel = channel;
    this.selector = selector;
    this.ringer = ringer;
  }

  /**
   * Puts up a doorbell.
   *
   * @return to be closed by the caller; null if that is not possible here
   */
  static @Nullable Doorbell putUp() {
    try {
      DatagramChannel channel = DatagramChannel.open();
      try {
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        Selector selector = channel.provider().openSelector();
        channel.register(selector, SelectionKey.OP_READ);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Doorbell(channel, selector, new DatagramSocket(anyPort));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("no doorbell on the loopback interface; messages are polled for", e);
      return null;
    }
  }

  /**
   * Lets a peer ring.
   *
   * @param peer any object that stands for the peer
   * @return what to tell the peer, and nobody else
   */
  synchronized DoorbellAddress admit(Object peer) {
    long number = random.nextLong();
    peers.put(number, peer);
    return new DoorbellAddress(channel.socket().getLocalPort(), number);
  }

  /**
   * Forgets a peer.
   *
   * @param peer as admitted
   */
  synchronized void forget(Object peer) {
    peers.values().remove(peer);
    heard.remove(peer);
  }

  /**
   * Tells whether a peer has rung before: its rings reach this process.
   *
   * @param peer as admitted
   * @return true if it may be relied on
   */
  synchronized boolean hasHeard(Object peer) {
    return heard.contains(peer);
  }

  /**
   * Rings at another process. Never waits and never fails; nobody may be there.
   *
   * @param address that the other process has given
   */
  void ringAt(DoorbellAddress address) {
    byte[] number = ByteBuffer.allocate(RING_BYTES).putLong(address.number()).array();
    try {
      ringer.send(
          new DatagramPacket(number, RING_BYTES, InetAddress.getLoopbackAddress(), address.port()));
    } catch (IOException e) {
      LOG.trace("could not ring at port {}", address.port(), e);
    }
  }

  /**
   * Waits until somebody rings, {@link #wake} is called, or the time is over.
   *
   * @param nanos longest wait, in nanoseconds; less than a millisecond counts as one
   * @return whether a peer has rung
   */
  boolean await(long nanos) {
    try {
      selector.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
      return takeRings();
    } catch (IOException e) {
      LOG.debug("waiting for the doorbell failed; messages are polled for", e);
      forgetRings();
      return false;
    }
  }

  private synchronized void forgetRings() {
    heard.clear();
  }

  /**
   * Tells whether somebody has rung since the last call.
   *
   * @return whether any peer has
   */
  boolean hasRung() {
    try {
      return takeRings();
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized boolean takeRings() throws IOException {
    boolean rung = false;
    for (int i = 0; i < MAX_RINGS_AT_ONCE; i++) {
      ring.clear();
      if (channel.receive(ring) == null) {
        break;
      }
      ring.flip();
      Object peer = ring.remaining() == RING_BYTES ? peers.get(ring.getLong()) : null;
      if (peer != null) {
        heard.add(peer);
        rung = true;
      }
    }
    return rung;
  }

  /** Ends the wait under way, or the next one. Callable from any thread. */
  void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      ringer.close();
      selector.close();
      channel.close();
    } catch (IOException e) {
      LOG.debug("taking the doorbell down failed", e);
    }
  }
}
