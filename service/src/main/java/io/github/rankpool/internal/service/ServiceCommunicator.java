package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.ChannelCommunicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;

/** Joins a client, which is alone in its group, with the workers of a service. */
final class ServiceCommunicator extends ChannelCommunicator implements InterCommunicator {
  private final ServiceLine line;

  ServiceCommunicator(ServiceLine line) {
    super(new ServiceChannel(line), 0, false);
    this.line = line;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public int remoteSize() {
    return line.ready().workers();
  }

  @Override
  public IntraCommunicator merge(boolean high) {
    throw new UnsupportedOperationException(
        "RP-704: a client of a service is in no group with its workers");
  }

  @Override
  protected void leave() {
    line.part(true);
  }

  @Override
  protected void giveUp() {
    line.part(false);
  }
}
