package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.spi.InterCommunicator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Workers for one client.
 *
 * @param loop the communication thread
 * @param workers the way to them, to be disconnected by who gets this
 * @param secret that they have been given
 * @param backend that connects them
 * @param replacer starts others in place of those lost; null if the workers are not for this client
 *     only, and do not end with it
 * @param release gives back what else was taken for them; called once, at the end
 */
public record Workforce(
    CommLoop loop,
    InterCommunicator workers,
    byte[] secret,
    String backend,
    @Nullable Replacer replacer,
    Runnable release) {

  /** Whether the workers are for this client only, and have ended when it has. */
  boolean endsWithClient() {
    return replacer != null;
  }

  /** Starts workers for others that were lost. */
  @FunctionalInterface
  public interface Replacer {
    /**
     * Starts workers, who get the same secret.
     *
     * @param workers how many
     * @param firstRank rank in the client's pool of the first of them
     * @param poolSize number of workers that the pool began with
     * @return they, with a replacer as well; completed on the communication thread
     */
    CompletableFuture<Workforce> replace(int workers, int firstRank, int poolSize);
  }

  /** Where a gateway has its workers from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Starts or finds workers. May block, but not while they are started.
     *
     * @param most how many the client wants; 0 for as many as there are
     * @return at least one worker
     */
    CompletableFuture<Workforce> take(int most);
  }
}
