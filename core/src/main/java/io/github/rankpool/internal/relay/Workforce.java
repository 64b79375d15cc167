package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.spi.InterCommunicator;

/**
 * Workers for one client.
 *
 * @param loop the communication thread
 * @param workers the way to them, to be disconnected by who gets this
 * @param secret that they have been given
 * @param backend that connects them
 * @param endWithClient whether they are for this client only, and have ended when it has
 * @param release gives back what else was taken for them; called once, at the end
 */
public record Workforce(
    CommLoop loop,
    InterCommunicator workers,
    byte[] secret,
    String backend,
    boolean endWithClient,
    Runnable release) {

  /** Where a gateway has its workers from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Starts or finds workers. May block.
     *
     * @param most how many the client wants; 0 for as many as there are
     * @return at least one worker
     * @throws io.github.rankpool.spi.MpiException if there are none to be had
     */
    Workforce take(int most);
  }
}
