package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What communicators over channels do alike: checks, messages, the state of being connected. */
public abstract class ChannelCommunicator implements Communicator {
  /** Tag of a communicator's own messages among the local group. */
  public static final int LOCAL = 0;

  /** Tag of a communicator's own messages between two groups. */
  public static final int BRIDGE = 1;

  /** Tag of messages of leaders that make an intercommunicator, plus their own. */
  public static final int LEADERS = 2;

  /** Tag of messages of ranks that make a communicator of themselves, plus their own. */
  public static final int GROUPS = LEADERS + MAX_TAG + 1;

  private final Channel messages;
  private final int rank;
  private final boolean permanent;
  private volatile boolean disconnected;

  /**
   * Creates one rank's view of a communicator.
   *
   * @param messages the way to the group that this rank exchanges messages with
   * @param rank this rank's in its own group
   * @param permanent whether it is a world or self, which cannot be disconnected
   */
  protected ChannelCommunicator(Channel messages, int rank, boolean permanent) {
    this.messages = messages;
    this.rank = rank;
    this.permanent = permanent;
  }

  /** Waits until all ranks have come here or ended, and gives up what the communicator has. */
  protected abstract void leave();

  /** Gives up what the communicator has, without waiting for other ranks. */
  protected abstract void giveUp();

  @Override
  public final int rank() {
    return rank;
  }

  @Override
  public final void send(ByteBuffer buffer, int destination, int tag) {
    checkSend(destination, tag);
    messages.send(buffer, destination, tag);
  }

  @Override
  public final Request isend(ByteBuffer buffer, int destination, int tag) {
    Arguments.checkDirect(buffer);
    checkSend(destination, tag);
    return messages.isend(buffer, destination, tag);
  }

  @Override
  public final Status recv(ByteBuffer buffer, int source, int tag) {
    Arguments.checkWritable(buffer);
    checkReceive(source, tag);
    return messages.recv(buffer, source, tag);
  }

  @Override
  public final Request irecv(ByteBuffer buffer, int source, int tag) {
    Arguments.checkDirect(buffer);
    Arguments.checkWritable(buffer);
    checkReceive(source, tag);
    return messages.irecv(buffer, source, tag);
  }

  @Override
  public final Status probe(int source, int tag) {
    checkReceive(source, tag);
    return messages.probe(source, tag);
  }

  @Override
  public final @Nullable Status iprobe(int source, int tag) {
    checkReceive(source, tag);
    return messages.iprobe(source, tag);
  }

  @Override
  public final MatchedMessage mprobe(int source, int tag) {
    checkReceive(source, tag);
    return messages.mprobe(source, tag);
  }

  @Override
  public final @Nullable MatchedMessage improbe(int source, int tag) {
    checkReceive(source, tag);
    return messages.improbe(source, tag);
  }

  @Override
  public final boolean isLost(int peer) {
    checkConnected();
    Arguments.checkRank("rank", peer, messages.peers());
    return messages.lostPeer(peer) != null;
  }

  @Override
  public final void disconnect() {
    if (endUse()) {
      leave();
    }
  }

  @Override
  public final void abandon() {
    if (endUse()) {
      giveUp();
    }
  }

  /** Refuses further use; false if that has been done before. */
  private boolean endUse() {
    if (permanent) {
      throw new IllegalStateException("RP-303: world and self cannot be disconnected");
    }
    boolean first = !disconnected;
    disconnected = true;
    return first;
  }

  /**
   * Refuses further use.
   *
   * @throws IllegalStateException if this communicator was disconnected
   */
  protected final void checkConnected() {
    if (disconnected) {
      throw new IllegalStateException("RP-303: this communicator was disconnected");
    }
  }

  private void checkSend(int destination, int tag) {
    checkConnected();
    Arguments.checkDestination(destination, messages.peers());
    Arguments.checkSendTag(tag);
  }

  private void checkReceive(int source, int tag) {
    checkConnected();
    Arguments.checkSource(source, messages.peers());
    Arguments.checkReceiveTag(tag);
  }
}
