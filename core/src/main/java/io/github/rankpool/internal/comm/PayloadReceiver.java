package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.PayloadShape;
import io.github.rankpool.internal.wire.PayloadSink;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the payloads that peers announce: several chunks at once, so that the next ones come
 * while one is copied to its place. Nothing here waits for a peer, nor for the memory of a large
 * payload, as zeroing that takes long.
 */
final class PayloadReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(PayloadReceiver.class);

  /** In all; more are left to MPI until one of these was copied. */
  private static final int MAX_CHUNKS_UNDER_WAY = 16;

  /** At a chunk that is being received; some of MPI's libraries receive while they are asked. */
  private static final int LOOKS = 8;

  private final MpiRuntime runtime;
  private final BufferPool chunks;
  private final long largeBytes;
  private final long maxPayloadBytes;
  private final Link.Handler handler;
  private int underWay;

  /** Chunks of peers that were lost meanwhile. */
  private final List<Peer.InFlight> abandoned = new ArrayList<>();

  /**
   * Creates a receiver.
   *
   * @param largeBytes from which length on a payload's memory is taken by a thread of its own
   * @param maxPayloadBytes the largest payload to take
   */
  PayloadReceiver(
      MpiRuntime runtime,
      BufferPool chunks,
      long largeBytes,
      long maxPayloadBytes,
      Link.Handler handler) {
    this.runtime = runtime;
    this.chunks = chunks;
    this.largeBytes = largeBytes;
    this.maxPayloadBytes = maxPayloadBytes;
    this.handler = handler;
  }

  /** A peer has told what comes next in chunks. */
  void announced(Peer peer, FrameType type, Announced announced, PayloadShape shape) {
    Peer.Incoming incoming = new Peer.Incoming(type, announced);
    peer.incoming.addLast(incoming);
    if (shape.bytes() < largeBytes) {
      incoming.sink = new PayloadSink(shape, maxPayloadBytes);
      return;
    }
    Runnable takeMemory =
        () -> {
          incoming.sink = new PayloadSink(shape, maxPayloadBytes);
          runtime.wake();
        };
    Thread thread = new Thread(takeMemory, "rankpool-memory");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether {@link #begin} may be called. */
  boolean hasRoom() {
    return underWay < MAX_CHUNKS_UNDER_WAY;
  }

  /** Starts to receive a chunk, no longer than the buffers are. */
  void begin(Peer peer, MatchedMessage message) {
    ByteBuffer buffer = chunks.take();
    try {
      peer.receiving.addLast(new Peer.InFlight(message.irecv(buffer), buffer, false));
      underWay++;
    } catch (MpiException e) {
      chunks.giveBack(buffer);
      throw e;
    }
  }

  /**
   * Copies the oldest chunk of a peer that is being received to its place.
   *
   * @return false if it has not come yet, or there is no memory for it yet
   * @throws FrameException if it does not belong there
   * @throws MpiException if it could not be received
   */
  boolean takeNext(Peer peer) throws FrameException {
    if (!hasMemory(peer)) {
      return false;
    }
    Peer.InFlight oldest = peer.receiving.getFirst();
    boolean over = true; // also if it failed
    try {
      over = isOver(oldest.request());
      if (over && !peer.broken) {
        accept(peer, oldest.buffer().flip());
      }
      return over;
    } finally {
      if (over) {
        peer.receiving.removeFirst();
        underWay--;
        chunks.giveBack(oldest.buffer());
      }
    }
  }

  /**
   * Waits no more for the chunks of a peer that is lost; MPI may still write into their buffers.
   */
  void abandon(Peer peer) {
    abandoned.addAll(peer.receiving);
    underWay -= peer.receiving.size();
    peer.receiving.clear();
  }

  /** Takes back the buffers of abandoned chunks that MPI has done with. */
  void tidy() {
    abandoned.removeIf(this::isAbandonedOver);
  }

  private boolean isAbandonedOver(Peer.InFlight chunk) {
    boolean over = true; // also if it failed
    try {
      over = chunk.request().test() != null;
    } catch (MpiException e) {
      LOG.trace("a receive from a lost peer failed", e);
    }
    if (over) {
      chunks.giveBack(chunk.buffer());
    }
    return over;
  }

  /** Looks for a moment: a chunk on its way is worth more than what else the thread could do. */
  private static boolean isOver(Request request) {
    boolean over = false;
    for (int i = 0; i < LOOKS && !over; i++) {
      over = request.test() != null;
    }
    return over;
  }

  private static boolean hasMemory(Peer peer) {
    Peer.@Nullable Incoming first = peer.incoming.peekFirst();
    return first == null || first.sink != null;
  }

  private void accept(Peer peer, ByteBuffer chunk) throws FrameException {
    Peer.@Nullable Incoming first = peer.incoming.peekFirst();
    PayloadSink sink = first == null ? null : first.sink;
    if (first == null || sink == null) {
      throw new FrameException("chunk of " + chunk.remaining() + " bytes that nobody announced");
    }
    sink.accept(chunk);
    if (!sink.isComplete()) {
      return;
    }
    peer.incoming.removeFirst();
    String refusal = sink.refusal();
    if (refusal == null) {
      handler.onRecord(peer.rank, first.type, first.announced.with(sink.payload()));
    } else {
      handler.onRefused(peer.rank, first.type, first.announced, refusal);
    }
  }
}
