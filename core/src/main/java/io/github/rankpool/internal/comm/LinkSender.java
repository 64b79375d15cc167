package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.PayloadSource;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sending half of a {@link Link}. For the communication thread. */
final class LinkSender {
  private static final Logger LOG = LoggerFactory.getLogger(LinkSender.class);
  private static final int MAX_FRAMES_IN_FLIGHT = 2;

  /** In all; but each peer may have one whatever the others have. */
  private static final int MAX_CHUNKS_IN_FLIGHT = 8;

  private final Mailbox mailbox;
  private final Rings rings;
  private final BufferPool frames;
  private final BufferPool chunks;
  private final Traffic traffic;
  private final BiConsumer<Peer, MpiException> onFailure;
  private final List<Peer> sending = new ArrayList<>();

  /** Handed to MPI for peers that were lost then: MPI may still use their buffers. */
  private final List<Peer.InFlight> abandoned = new ArrayList<>();

  private int chunksInFlight;

  /**
   * Creates the half of a link.
   *
   * @param traffic counts what is sent
   * @param onFailure told when MPI fails to send to a peer, which is cut off then
   */
  LinkSender(
      Mailbox mailbox,
      Rings rings,
      BufferPool frames,
      BufferPool chunks,
      Traffic traffic,
      BiConsumer<Peer, MpiException> onFailure) {
    this.traffic = traffic;
    this.onFailure = onFailure;
    this.mailbox = mailbox;
    this.rings = rings;
    this.frames = frames;
    this.chunks = chunks;
  }

  /** Queues an item, unless the peer was cut off. */
  void add(Peer peer, Peer.Outgoing item) {
    if (peer.cutOff) {
      return;
    }
    peer.backlogBytes += item.record() == null ? 0 : item.record().payload().bytes();
    if (!peer.hasSomethingToSend()) {
      sending.add(peer);
    }
    peer.outgoing.addLast(item);
  }

  /** Forgets what is queued for a peer that is lost, and sends it nothing more. */
  void cutOff(Peer peer) {
    abandoned.addAll(peer.inFlight);
    chunksInFlight -= peer.chunksInFlight;
    peer.cutOff();
  }

  /** Does that, behind a last frame that has no body; it may come, or not. */
  void cutOff(Peer peer, FrameType last) {
    if (peer.cutOff) {
      return;
    }
    ByteBuffer frame = frames.take();
    Frames.begin(frame, last, peer.framesSent++);
    Frames.end(frame);
    try {
      send(peer, frame, true);
      rings.afterSend(peer);
    } catch (MpiException e) {
      LOG.trace("the last frame to a peer failed", e);
    }
    cutOff(peer);
  }

  /** Whether no buffer of a send is MPI's, and nothing is queued. */
  boolean isDrained() {
    return sending.isEmpty();
  }

  /** Sends what can be without waiting, and takes back the buffers that MPI has done with. */
  int doWork() {
    int work = 0;
    abandoned.removeIf(this::isOver);
    for (Iterator<Peer> all = sending.iterator(); all.hasNext(); ) {
      Peer peer = all.next();
      try {
        work += complete(peer);
        int sent = sendFrames(peer) + sendChunks(peer);
        if (sent > 0) {
          rings.afterSend(peer);
          // Short messages are complete at once, mostly: one buffer then serves all peers.
          work += sent + complete(peer);
        }
      } catch (MpiException e) {
        cutOff(peer);
        onFailure.accept(peer, e);
      }
      if (!peer.hasSomethingToSend()) {
        all.remove();
      }
    }
    return work;
  }

  private void send(Peer peer, ByteBuffer buffer, boolean isFrame) {
    int bytes = buffer.remaining();
    try {
      Request request = mailbox.isend(buffer, peer.rank, isFrame ? Link.FRAME_TAG : Link.CHUNK_TAG);
      peer.inFlight.add(new Peer.InFlight(request, buffer, isFrame));
      traffic.sent(bytes, isFrame);
    } catch (MpiException e) {
      poolOf(isFrame).giveBack(buffer);
      throw e;
    }
  }

  private int complete(Peer peer) {
    int work = 0;
    for (Iterator<Peer.InFlight> all = peer.inFlight.iterator(); all.hasNext(); ) {
      Peer.InFlight message = all.next();
      if (message.request().test() != null) {
        all.remove();
        work++;
        if (message.isFrame()) {
          peer.framesInFlight--;
        } else {
          peer.chunksInFlight--;
          chunksInFlight--;
        }
        giveBack(message);
      }
    }
    return work;
  }

  private boolean isOver(Peer.InFlight message) {
    boolean over = true; // also if it failed
    try {
      over = message.request().test() != null;
    } catch (MpiException e) {
      LOG.trace("a send to a lost peer failed", e);
    }
    if (over) {
      giveBack(message);
    }
    return over;
  }

  private void giveBack(Peer.InFlight message) {
    poolOf(message.isFrame()).giveBack(message.buffer());
  }

  private BufferPool poolOf(boolean isFrame) {
    return isFrame ? frames : chunks;
  }

  private int sendFrames(Peer peer) {
    int work = 0;
    while (peer.framesInFlight < MAX_FRAMES_IN_FLIGHT && !peer.outgoing.isEmpty()) {
      ByteBuffer frame = frames.take();
      fill(frame, peer);
      send(peer, frame, true);
      peer.framesInFlight++;
      work++;
    }
    return work;
  }

  private void fill(ByteBuffer frame, Peer peer) {
    Peer.Outgoing first = peer.outgoing.removeFirst();
    Frames.begin(frame, first.type(), peer.framesSent++);
    // A heartbeat takes the place of something else to say, but not that of the next one.
    peer.spokenTo |= first.type() != FrameType.HEARTBEAT;
    if (first.body() != null) {
      frame.put(first.body());
    }
    for (Peer.Outgoing next = first; next != null && next.record() != null; ) {
      if (Frames.add(frame, next.record())) {
        peer.backlogBytes -= next.record().payload().bytes();
      } else {
        peer.sources.addLast(new PayloadSource(next.record().payload()));
      }
      next = peer.outgoing.peekFirst();
      if (next == null
          || next.type() != first.type()
          || next.record() == null
          || !Frames.fits(frame, next.record())) {
        break;
      }
      peer.outgoing.removeFirst();
    }
    Frames.end(frame);
  }

  private int sendChunks(Peer peer) {
    int work = 0;
    while (!peer.sources.isEmpty() && maySendChunk(peer)) {
      PayloadSource source = peer.sources.getFirst();
      ByteBuffer chunk = chunks.take();
      source.next(chunk);
      peer.backlogBytes -= chunk.remaining();
      if (!source.hasNext()) {
        peer.sources.removeFirst();
      }
      send(peer, chunk, false);
      peer.spokenTo = true;
      peer.chunksInFlight++;
      chunksInFlight++;
      work++;
    }
    return work;
  }

  private boolean maySendChunk(Peer peer) {
    return chunksInFlight < MAX_CHUNKS_IN_FLIGHT || peer.chunksInFlight == 0;
  }
}
