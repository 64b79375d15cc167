package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The client's way to the workers. */
final class ServiceChannel extends Channel {
  private final ServiceLine line;

  ServiceChannel(ServiceLine line) {
    super(line.inbox());
    this.line = line;
  }

  @Override
  public int peers() {
    return line.ready().workers();
  }

  @Override
  public Request isend(ByteBuffer buffer, int destination, int tag) {
    owner().checkRunning();
    return line.send(buffer, destination, tag);
  }

  @Override
  protected @Nullable Fault lostPeer(int peer) {
    return line.lost(peer);
  }
}
