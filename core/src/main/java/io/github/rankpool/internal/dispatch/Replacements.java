package io.github.rankpool.internal.dispatch;

import io.github.rankpool.spi.InterCommunicator;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has lost workers replaced by new ones, as often as the pool allows.
 *
 * <pre>
 *  a worker of the pool  is lost        asks for another one       awaited
 *  awaited               comes          greets it                  awaited
 *                        proves itself  is a worker of the pool
 *                        does not come, or is lost                 is not replaced again
 * </pre>
 *
 * <p>For the communication thread only.
 */
public final class Replacements {
  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

  private final IntConsumer starter;
  private int left;
  private int awaited;

  /** Starts workers for others that were lost. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Starts workers. Called on the communication thread; may block.
     *
     * @param workers how many
     * @param firstRank rank in the pool of the first of them
     * @param poolSize number of workers that the pool began with
     * @return the communicator to them, to be disconnected by the caller
     */
    InterCommunicator start(int workers, int firstRank, int poolSize);
  }

  /**
   * Replaces nobody yet.
   *
   * @param most how many workers may be replaced
   * @param starter has so many workers started, later, when the communication thread may block
   */
  Replacements(int most, IntConsumer starter) {
    this.left = most;
    this.starter = starter;
  }

  /** Workers of the pool were lost. */
  void replace(int lost) {
    int count = Math.min(lost, left);
    if (count > 0) {
      LOG.info("RP-254: {} new workers are started for those lost.", count);
      left -= count;
      awaited += count;
      starter.accept(count);
    }
  }

  /** Workers that were awaited have come, or will not. */
  void settle(int count) {
    awaited -= count;
  }

  /** Whether a worker may still come. */
  boolean areAwaited() {
    return awaited > 0;
  }
}
