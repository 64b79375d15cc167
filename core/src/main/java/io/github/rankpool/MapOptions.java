package io.github.rankpool;

import java.time.Duration;
import java.util.Optional;

/**
 * How {@link MpiPoolExecutor#map} goes about its work. Immutable: each method returns a changed
 * copy.
 *
 * <pre>{@code
 * pool.map(Cell::simulate, cells, MapOptions.defaults().chunkSize(100).unordered());
 * }</pre>
 */
public final class MapOptions {
  private static final MapOptions DEFAULTS =
      new MapOptions(1, Optional.empty(), false, Integer.MAX_VALUE);

  private final int chunkSize;
  private final Optional<Duration> timeout;
  private final boolean unordered;
  private final int bufferSize;

  private MapOptions(int chunkSize, Optional<Duration> timeout, boolean unordered, int bufferSize) {
    this.chunkSize = chunkSize;
    this.timeout = timeout;
    this.unordered = unordered;
    this.bufferSize = bufferSize;
  }

  /**
   * Chunks of one, no timeout, results in order, everything submitted at once.
   *
   * @return the defaults
   */
  public static MapOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how many elements make one task. More is faster for short functions; fewer balances
   * better.
   *
   * @param elements at least 1; default 1
   * @return changed copy
   * @throws IllegalArgumentException if less than 1
   */
  public MapOptions chunkSize(int elements) {
    return new MapOptions(requirePositive("chunk size", elements), timeout, unordered, bufferSize);
  }

  /**
   * Sets how long after the call to {@code map} results may be taken.
   *
   * @param limit zero or more; default no limit
   * @return changed copy
   * @throws IllegalArgumentException if negative
   */
  public MapOptions timeout(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("RP-103: timeout must not be negative: " + limit);
    }
    return new MapOptions(chunkSize, Optional.of(limit), unordered, bufferSize);
  }

  /**
   * Gives results as they come, rather than in the order of the arguments.
   *
   * @return changed copy
   */
  public MapOptions unordered() {
    return new MapOptions(chunkSize, timeout, true, bufferSize);
  }

  /**
   * Sets how many tasks may be under way or wait to be taken. With it, arguments are read only as
   * results are taken, so that the source may be endless.
   *
   * @param tasks at least 1; default no limit
   * @return changed copy
   * @throws IllegalArgumentException if less than 1
   */
  public MapOptions bufferSize(int tasks) {
    return new MapOptions(chunkSize, timeout, unordered, requirePositive("buffer size", tasks));
  }

  private static int requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("RP-103: " + what + " must be at least 1, not " + value);
    }
    return value;
  }

  int chunkSize() {
    return chunkSize;
  }

  Optional<Duration> timeout() {
    return timeout;
  }

  boolean isUnordered() {
    return unordered;
  }

  int bufferSize() {
    return bufferSize;
  }
}
