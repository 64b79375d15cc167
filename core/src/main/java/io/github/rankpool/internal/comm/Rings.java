package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.DoorbellAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which peers of a link ring at this process's {@link Doorbell}, and when to ring at theirs.
 *
 * <p>For the communication thread.
 */
final class Rings {
  private final @Nullable Doorbell doorbell;

  Rings(@Nullable Doorbell doorbell) {
    this.doorbell = doorbell;
  }

  /** What to tell a peer so that it rings; null where this process has no doorbell. */
  byte @Nullable [] invitation(Peer peer) {
    if (doorbell == null) {
      return null;
    }
    peer.invited = true;
    return doorbell.admit(peer).toBytes();
  }

  /** A peer has told where to ring: the first ring shows it that rings get there. */
  void learn(Peer peer, DoorbellAddress address) {
    peer.doorbell = address;
    if (doorbell != null) {
      doorbell.ringAt(address);
    }
  }

  /** Rings if it is the first message in a while. After the send: a ring must not be overtaken. */
  void afterSend(Peer peer) {
    if (doorbell == null || peer.doorbell == null) {
      return;
    }
    long now = System.nanoTime();
    if (now - peer.lastSentNanos > Doorbell.SILENCE_NANOS) {
      doorbell.ringAt(peer.doorbell);
    }
    peer.lastSentNanos = now;
  }

  /** Whether no message comes without a ring. */
  boolean announceAllFrom(Peer[] peers) {
    if (doorbell == null) {
      return false;
    }
    for (Peer peer : peers) {
      if (!peer.cutOff && !doorbell.hasHeard(peer)) {
        return false;
      }
    }
    return true;
  }

  /** None of the peers will ring any more. */
  void end(Peer[] peers) {
    if (doorbell != null) {
      for (Peer peer : peers) {
        doorbell.forget(peer);
      }
    }
  }
}
