package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.DoorbellAddress;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Header;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames and payloads over a communicator: what is posted is packed into as few frames as the
 * traffic allows (while one frame is on its way, the next one fills up), large payloads follow in
 * chunks, and what comes is unpacked and handed to a handler.
 *
 * <p>Memory is bounded: two frames on their way to each peer, a few chunks in all, and the payloads
 * that a trusted peer announced and the limit admits. For the communication thread only.
 */
public final class Link {
  /** Tag of messages that are frames. */
  public static final int FRAME_TAG = 1;

  /** Tag of messages that are parts of payloads. */
  public static final int CHUNK_TAG = 2;

  private static final int MAX_IDLE_CHUNKS = 8;
  private static final int MAX_IDLE_FRAMES = 64;

  /** Zeroing as much takes long enough for other peers to notice. */
  private static final long LARGE_BYTES = 128 << 20;

  private static final int MESSAGES_PER_CYCLE = 64;

  /** Of each peer, or of those that begin; the rest is for the next cycle. */
  private static final int CHUNKS_PER_CYCLE = 8;

  private final Mailbox mailbox;
  private final Rings rings;
  private final Handler handler;
  private final Peer[] peers;
  private final List<Peer> receiving = new ArrayList<>();
  private final BufferPool frames;
  private final LinkSender sender;
  private final PayloadReceiver payloads;
  private final Traffic traffic = new Traffic();

  /** Takes what comes over a link. Called by the communication thread. */
  public interface Handler {

    /**
     * A task or a result has come, with its payload whole.
     *
     * @param peer who sent it
     * @param type of the frame it was in
     * @param record the task or result
     */
    void onRecord(int peer, FrameType type, TaskRecord record);

    /**
     * A task or a result has come whose payload this process could not take.
     *
     * @param peer who sent it
     * @param type of the frame it was in
     * @param announced all of it but the payload
     * @param reason why the payload was not taken
     */
    void onRefused(int peer, FrameType type, Announced announced, String reason);

    /**
     * A frame without records has come.
     *
     * @param peer who sent it
     * @param type of the frame
     * @param body between position and limit; not to be kept
     * @throws FrameException if the body is damaged, or the frame is out of place
     */
    void onControl(int peer, FrameType type, ByteBuffer body) throws FrameException;

    /**
     * What a peer sent is no frame, or MPI has failed with its messages, though it is not known to
     * be lost. Nothing more from it will be handed on.
     *
     * @param peer whose messages they are
     * @param problem what is wrong
     */
    void onBroken(int peer, Exception problem);
  }

  /**
   * Creates a link.
   *
   * @param runtime gives the buffers
   * @param mailbox for the use of this link alone
   * @param remoteSize number of peers, whose ranks are 0 to {@code remoteSize - 1}
   * @param maxPayloadBytes the largest payload to take from a peer, in bytes
   * @param doorbell of this process; null if none is needed
   * @param handler takes what comes
   */
  public Link(
      MpiRuntime runtime,
      Mailbox mailbox,
      int remoteSize,
      long maxPayloadBytes,
      @Nullable Doorbell doorbell,
      Handler handler) {
    this.mailbox = mailbox;
    this.rings = new Rings(doorbell);
    this.handler = handler;
    this.frames = new BufferPool(runtime, Frames.MAX_FRAME_BYTES, MAX_IDLE_FRAMES);
    BufferPool chunks = new BufferPool(runtime, Frames.MAX_CHUNK_BYTES, MAX_IDLE_CHUNKS);
    this.sender = new LinkSender(mailbox, rings, frames, chunks, traffic, this::tellUnlessLost);
    this.payloads = new PayloadReceiver(runtime, chunks, LARGE_BYTES, maxPayloadBytes, handler);
    this.peers = new Peer[remoteSize];
    for (int i = 0; i < remoteSize; i++) {
      peers[i] = new Peer(i);
    }
  }

  /**
   * How many buffers are in use, by all links of this process: zero where nothing is on its way and
   * none has leaked. Callable from any thread.
   *
   * @return buffers
   */
  public static long buffersInUse() {
    return BufferPool.outstanding();
  }

  /**
   * What has gone over this link.
   *
   * @return kept up to date
   */
  public Traffic traffic() {
    return traffic;
  }

  /**
   * Lets a peer send records from now on.
   *
   * @param peer who has proved that it belongs to the pool
   */
  public void trust(int peer) {
    peers[peer].trusted = true;
  }

  /**
   * Has a trusted peer on this machine, and this process, ring when they send after a silence.
   * Without effect where this process has no doorbell.
   *
   * @param peer that may have one too
   */
  public void exchangeDoorbells(int peer) {
    byte[] invitation = rings.invitation(peers[peer]);
    if (invitation != null) {
      post(peer, FrameType.BELL, invitation);
    }
  }

  /**
   * Tells whether no message comes without a ring, so that there is no need to look for any.
   *
   * @return true if every peer that is not lost is known to ring, and nothing is on its way
   */
  public boolean allRing() {
    return !isMoving() && rings.announceAllFrom(peers);
  }

  /**
   * Tells whether messages are on their way that MPI may need calls for, on both sides: nobody
   * rings for what it sends by itself, such as the leave to go on with a long message.
   *
   * @return true if sends or receives are under way
   */
  public boolean isMoving() {
    return !sender.isDrained() || !receiving.isEmpty();
  }

  /** Ends what this link has outside of its communicator. To be called once, at the end. */
  public void end() {
    rings.end(peers);
  }

  /**
   * Posts a task or a result.
   *
   * @param peer who gets it
   * @param type a type with records
   * @param record sent as soon as a frame is free
   */
  public void post(int peer, FrameType type, TaskRecord record) {
    sender.add(peers[peer], new Peer.Outgoing(type, record, null));
  }

  /**
   * Posts a frame without records, behind all that was posted before.
   *
   * @param peer who gets it
   * @param type a type without records
   * @param body of the frame; not copied
   */
  public void post(int peer, FrameType type, byte[] body) {
    sender.add(peers[peer], new Peer.Outgoing(type, null, body));
  }

  /**
   * The payload that was posted and not yet handed to MPI.
   *
   * @return bytes
   */
  public long backlogBytes() {
    long bytes = 0;
    for (Peer peer : peers) {
      bytes += peer.backlogBytes;
    }
    return bytes;
  }

  /**
   * Tells whether anything has come from a peer since the last call.
   *
   * @param peer asked for
   * @return true if at least one message has
   */
  boolean wasHeard(int peer) {
    boolean heard = peers[peer].heard;
    peers[peer].heard = false;
    return heard;
  }

  /**
   * Tells whether anything but heartbeats was sent to a peer since the last call.
   *
   * @param peer asked for
   * @return true if at least one message was
   */
  boolean wasSpokenTo(int peer) {
    boolean spokenTo = peers[peer].spokenTo;
    peers[peer].spokenTo = false;
    return spokenTo;
  }

  /**
   * Tells whether a peer is known to be lost, and all that came from it was handed on.
   *
   * @param peer asked for
   * @return true if nothing more will come
   */
  public boolean isLost(int peer) {
    return mailbox.isLost(peer) && isQuiet(peer);
  }

  /**
   * Tells whether nothing has come from a peer that was not handed on.
   *
   * @param peer asked for
   * @return true if no message of it is there or on its way in
   */
  public boolean isQuiet(int peer) {
    return peers[peer].receiving.isEmpty() && mailbox.iprobe(peer, Communicator.ANY_TAG) == null;
  }

  /**
   * Forgets what is queued for a peer that is lost, and what has come of it in part. What is posted
   * to it from now on is dropped, and what may still come ignored.
   *
   * @param peer that is lost
   */
  public void drop(int peer) {
    sender.cutOff(peers[peer]);
    forget(peers[peer]);
  }

  /**
   * Does what {@link #drop} does, and tells the peer if it can still hear.
   *
   * @param peer that counts as lost
   */
  public void dismiss(int peer) {
    sender.cutOff(peers[peer], FrameType.DISMISSED);
    forget(peers[peer]);
  }

  private void forget(Peer peer) {
    ignore(peer);
    payloads.abandon(peer);
    receiving.remove(peer);
  }

  private static void ignore(Peer peer) {
    peer.broken = true;
    peer.incoming.clear();
  }

  /**
   * Tells whether all that was posted has left this process's hands.
   *
   * @return true if no buffer of a send is MPI's
   */
  public boolean isDrained() {
    return sender.isDrained();
  }

  /**
   * Sends and receives what can be without waiting.
   *
   * @return messages sent and received
   */
  public int doWork() {
    payloads.tidy();
    return sender.doWork() + receive() + copyChunks();
  }

  private int receive() {
    int chunksBegun = 0;
    for (int i = 0; i < MESSAGES_PER_CYCLE; i++) {
      boolean chunksToo = payloads.hasRoom() && chunksBegun < CHUNKS_PER_CYCLE;
      int tag = chunksToo ? Communicator.ANY_TAG : FRAME_TAG;
      MatchedMessage message = mailbox.improbe(Communicator.ANY_SOURCE, tag);
      if (message == null) {
        return i;
      }
      chunksBegun += message.status().tag() == CHUNK_TAG ? 1 : 0;
      receive(message);
    }
    return MESSAGES_PER_CYCLE;
  }

  private void receive(MatchedMessage message) {
    Status status = message.status();
    Peer peer = peers[status.source()];
    peer.heard = true;
    boolean isFrame = status.tag() == FRAME_TAG;
    traffic.received(status.bytes(), isFrame);
    try {
      if (status.bytes() > (isFrame ? Frames.MAX_FRAME_BYTES : Frames.MAX_CHUNK_BYTES)) {
        throw new FrameException("message of " + status.bytes() + " bytes");
      } else if (isFrame) {
        receiveFrame(peer, message);
      } else {
        payloads.begin(peer, message);
        // What is here already is copied while it is in the processor's cache.
        if (peer.receiving.size() == 1 && !payloads.takeNext(peer)) {
          receiving.add(peer);
        }
      }
    } catch (FrameException e) {
      breakOff(peer, e);
    } catch (MpiException e) {
      breakOff(peer, e);
    }
  }

  private void receiveFrame(Peer peer, MatchedMessage message) throws FrameException {
    ByteBuffer buffer = frames.take();
    try {
      message.recv(buffer);
      if (!peer.broken) {
        unpack(peer, buffer.flip());
      }
    } finally {
      frames.giveBack(buffer);
    }
  }

  private int copyChunks() {
    int work = 0;
    for (Iterator<Peer> all = receiving.iterator(); all.hasNext(); ) {
      Peer peer = all.next();
      work += copyChunks(peer);
      if (peer.receiving.isEmpty()) {
        all.remove();
      }
    }
    return work;
  }

  private int copyChunks(Peer peer) {
    int work = 0;
    try {
      while (work < CHUNKS_PER_CYCLE && !peer.receiving.isEmpty() && payloads.takeNext(peer)) {
        work++;
      }
    } catch (FrameException e) {
      breakOff(peer, e);
    } catch (MpiException e) {
      breakOff(peer, e);
    }
    return work;
  }

  private void breakOff(Peer peer, FrameException problem) {
    if (!peer.broken) {
      ignore(peer);
      handler.onBroken(peer.rank, problem);
    }
  }

  /** The rest of the message is lost, and with it the order of those behind it. */
  private void breakOff(Peer peer, MpiException failure) {
    tellUnlessLost(peer, failure);
    ignore(peer);
  }

  /** A failure because of a loss is none of the link's, whose owner finds out by asking. */
  private void tellUnlessLost(Peer peer, MpiException failure) {
    if (!peer.broken && !mailbox.isLost(peer.rank)) {
      ignore(peer);
      handler.onBroken(peer.rank, failure);
    }
  }

  private void unpack(Peer peer, ByteBuffer frame) throws FrameException {
    Header header = Frames.readHeader(frame, peer.framesReceived++);
    if (header.type() == FrameType.BELL && peer.trusted) {
      rings.learn(peer, DoorbellAddress.read(frame));
      if (!peer.invited) {
        exchangeDoorbells(peer.rank);
      }
      return;
    }
    if (header.type() == FrameType.HEARTBEAT) {
      return;
    }
    if (!header.type().hasRecords()) {
      handler.onControl(peer.rank, header.type(), frame);
      return;
    }
    if (!peer.trusted) {
      throw new FrameException(header.type() + " before the handshake was complete");
    }
    for (int i = 0; i < header.records(); i++) {
      Announced announced = Frames.readRecord(frame);
      if (announced.payload() != null) {
        handler.onRecord(peer.rank, header.type(), announced.with(announced.payload()));
      } else if (announced.shape() != null) {
        payloads.announced(peer, header.type(), announced, announced.shape());
      }
    }
    if (frame.hasRemaining()) {
      throw new FrameException(frame.remaining() + " bytes behind the last record");
    }
  }
}
