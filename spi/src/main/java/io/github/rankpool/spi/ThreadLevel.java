package io.github.rankpool.spi;

/**
 * How threads may use MPI, from the least to the most (MPI-4.0 §11.6).
 *
 * <p>The order of the constants is the order of the levels: {@code a.compareTo(b) >= 0} means that
 * {@code a} allows all that {@code b} allows.
 */
public enum ThreadLevel {
  /** The process has one thread. */
  SINGLE,
  /** Many threads; only the one that started MPI calls it. */
  FUNNELED,
  /** Many threads call MPI, never two at once. */
  SERIALIZED,
  /** Any thread, any time. */
  MULTIPLE;

  /**
   * Tells whether this level allows everything that the other does.
   *
   * @param other the level to compare with
   * @return true if this level is the other or a higher one
   */
  public boolean allows(ThreadLevel other) {
    return compareTo(other) >= 0;
  }
}
