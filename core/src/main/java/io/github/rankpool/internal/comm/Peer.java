package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.DoorbellAddress;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.PayloadSink;
import io.github.rankpool.internal.wire.PayloadSource;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a link keeps for each process at the other end. */
final class Peer {
  final int rank;

  /** Records and bodies not yet in a frame. */
  final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();

  /** Payloads announced in a frame that was sent, whose chunks are being sent, in this order. */
  final ArrayDeque<PayloadSource> sources = new ArrayDeque<>();

  /** Messages handed to MPI whose buffers it still holds. */
  final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();

  /** Payloads announced by the peer whose chunks are to come, in this order. */
  final ArrayDeque<Incoming> incoming = new ArrayDeque<>();

  /** Chunks of those payloads that are being received, in this order. */
  final ArrayDeque<InFlight> receiving = new ArrayDeque<>();

  /** The payload that was posted and not yet handed to MPI. */
  long backlogBytes;

  /** Where to ring after sending; null where nobody listens. */
  @Nullable DoorbellAddress doorbell;

  /** Whether the peer was told where to ring. */
  boolean invited;

  /** Whether something has come from it since somebody asked for that. */
  boolean heard;

  /** Whether it was sent something but heartbeats since somebody asked for that. */
  boolean spokenTo;

  /** When it was last sent something, in nanoseconds; kept only if there is a doorbell. */
  long lastSentNanos;

  int framesInFlight;
  int chunksInFlight;
  int framesSent;
  int framesReceived;

  /** Whether the peer has proved that it belongs to the pool: before, it may not send records. */
  boolean trusted;

  /** Whether frames from the peer are ignored, because one of them was none or it is lost. */
  boolean broken;

  /** Whether nothing is sent to it any more, because it is lost. */
  boolean cutOff;

  Peer(int rank) {
    this.rank = rank;
  }

  /** Forgets what there is to send. */
  void cutOff() {
    cutOff = true;
    outgoing.clear();
    sources.clear();
    inFlight.clear();
    framesInFlight = 0;
    chunksInFlight = 0;
    backlogBytes = 0;
  }

  boolean hasSomethingToSend() {
    return !(outgoing.isEmpty() && sources.isEmpty() && inFlight.isEmpty());
  }

  /** A record, or the body of a frame without records. */
  record Outgoing(FrameType type, @Nullable TaskRecord record, byte @Nullable [] body) {}

  record InFlight(Request request, ByteBuffer buffer, boolean isFrame) {}

  /** A payload that is to come. */
  static final class Incoming {
    final FrameType type;
    final Announced announced;

    /** Its memory; null until there is some. */
    volatile @Nullable PayloadSink sink;

    Incoming(FrameType type, Announced announced) {
      this.type = type;
      this.announced = announced;
    }
  }
}
