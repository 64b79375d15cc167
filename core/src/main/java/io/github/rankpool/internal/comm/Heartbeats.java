package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Pulse;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Keeps both ends of a link sure of each other: a peer that was sent nothing in an interval is sent
 * a heartbeat, and one of which nothing comes for longer than the limit is silent.
 *
 * <p>Any message is a sign of life. Time in which this thread did not run, as its process was
 * stopped, its JVM collected garbage or MPI held it up, is nobody's silence.
 *
 * <p>For the communication thread only, but for {@link #heardNanosAgo}.
 */
public final class Heartbeats {
  private static final byte[] NOTHING = {};

  /** So that silence is noticed well within a second of its limit. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Link link;
  private final Pulse pulse;
  private final LongSupplier clock;
  private final long lookNanos;
  private final BitSet watched = new BitSet();
  private final AtomicLongArray heardNanos;
  private long lookedNanos;
  private long beatNanos;

  /**
   * Watches nobody yet.
   *
   * @param link to the peers
   * @param peers how many there are
   * @param pulse what they expect of each other
   * @param clock in nanoseconds
   */
  public Heartbeats(Link link, int peers, Pulse pulse, LongSupplier clock) {
    this.link = link;
    this.pulse = pulse;
    this.clock = clock;
    this.lookNanos = Math.min(LOOK_NANOS, pulse.intervalNanos());
    this.heardNanos = new AtomicLongArray(peers);
    this.lookedNanos = clock.getAsLong();
    this.beatNanos = lookedNanos;
  }

  /**
   * Begins to send a peer heartbeats, and to expect them.
   *
   * @param peer which expects them too
   */
  public void watch(int peer) {
    if (watched.isEmpty()) {
      long now = clock.getAsLong();
      for (int each = 0; each < heardNanos.length(); each++) {
        heardNanos.setOpaque(each, now);
      }
    }
    watched.set(peer);
    heardNanos.setOpaque(peer, clock.getAsLong());
  }

  /**
   * Neither sends a peer heartbeats any more nor expects any.
   *
   * @param peer that has left, or is lost
   */
  public void forget(int peer) {
    watched.clear(peer);
  }

  /**
   * Sends the heartbeats that are due, and takes note of who was heard.
   *
   * @param now by the clock, which others of the same cycle ask, too
   */
  public void doWork(long now) {
    if (pulse.isOff() || watched.isEmpty() || now - lookedNanos < lookNanos) {
      return;
    }
    long passed = now - lookedNanos;
    long missed = passed > 2 * lookNanos ? passed : 0;
    lookedNanos = now;
    boolean beat = now - beatNanos >= pulse.intervalNanos();
    if (beat) {
      beatNanos = now;
    }
    for (int peer = watched.nextSetBit(0); peer >= 0; peer = watched.nextSetBit(peer + 1)) {
      heardNanos.setOpaque(peer, link.wasHeard(peer) ? now : heardNanos.getPlain(peer) + missed);
      if (beat && !link.wasSpokenTo(peer)) {
        link.post(peer, FrameType.HEARTBEAT, NOTHING);
      }
    }
  }

  /**
   * How long nobody needs to call {@link #doWork}.
   *
   * @return nanoseconds
   */
  public long nanosToNextLook() {
    return pulse.isOff() || watched.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(1, lookedNanos + lookNanos - clock.getAsLong());
  }

  /**
   * Tells whether a peer was not heard of for longer than the limit.
   *
   * @param peer asked for
   * @return false while all is well, and always for a peer that is not watched
   */
  public boolean isSilent(int peer) {
    return watched.get(peer) && !pulse.isOff() && silenceNanos(peer) > pulse.limitNanos();
  }

  /**
   * Tells whether the limit has passed since a moment, at the last look.
   *
   * @param sinceNanos the moment, in the clock's nanoseconds
   * @return always false if heartbeats are off
   */
  public boolean isLimitOver(long sinceNanos) {
    return !pulse.isOff() && lookedNanos - sinceNanos > pulse.limitNanos();
  }

  /**
   * How long ago a peer was last heard of, at the last look.
   *
   * @param peer that is or was watched
   * @return nanoseconds
   */
  public long silenceNanos(int peer) {
    return Math.max(0, lookedNanos - heardNanos.getPlain(peer));
  }

  /**
   * How long ago a peer was last heard of, to within a quarter of a second. Callable from any
   * thread.
   *
   * @param peer that is or was watched
   * @return nanoseconds; -1 if heartbeats are off, and nobody takes note
   */
  public long heardNanosAgo(int peer) {
    return pulse.isOff() ? -1 : Math.max(0, clock.getAsLong() - heardNanos.getOpaque(peer));
  }
}
