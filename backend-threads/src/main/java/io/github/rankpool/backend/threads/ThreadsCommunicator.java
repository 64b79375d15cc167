package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What both kinds of communicators do alike: checks, messages, disconnection. */
abstract class ThreadsCommunicator implements Communicator {
  /** In the internal inboxes: among the local group. */
  static final int LOCAL = 0;

  /** In the internal inboxes: between two groups. */
  static final int BRIDGE = 1;

  /** In the internal inboxes: leaders that make an intercommunicator, plus their tag. */
  static final int LEADERS = 2;

  /** In the internal inboxes: ranks that make a communicator of their own, plus their tag. */
  static final int GROUPS = LEADERS + MAX_TAG + 1;

  private final Space space;
  private final int side;
  private final int rank;
  private final boolean permanent;
  private final Channel messages;
  private volatile boolean disconnected;

  ThreadsCommunicator(Space space, int side, int rank, boolean permanent) {
    this.space = space;
    this.side = side;
    this.rank = rank;
    this.permanent = permanent;
    this.messages = space.messages(side, rank);
  }

  final Space space() {
    return space;
  }

  final int side() {
    return side;
  }

  final Rank self() {
    return messages.owner();
  }

  @Override
  public final int rank() {
    return rank;
  }

  @Override
  public final int size() {
    return space.group(side).size();
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

  /** Waits until all ranks of the space have come here or ended. */
  @Override
  public final void disconnect() {
    if (permanent) {
      throw new IllegalStateException("RP-303: world and self cannot be disconnected");
    }
    if (disconnected) {
      return;
    }
    disconnected = true;
    Rank self = self();
    self.leave(space);
    try {
      self.awaitUntil(space::isDeserted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.interrupted().exception();
    }
  }

  final void checkConnected() {
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
