package io.github.rankpool.spi;

/** Predefined operations of reductions (MPI-4.0 §6.9.2). */
public enum ReduceOp {
  /** Sum; integers wrap around. */
  SUM,
  /** Product; integers wrap around. */
  PRODUCT,
  /** The smaller one. */
  MIN,
  /** The larger one. */
  MAX,
  /** Bitwise and; integers only. */
  BITWISE_AND,
  /** Bitwise or; integers only. */
  BITWISE_OR,
  /** Bitwise exclusive or; integers only. */
  BITWISE_XOR;

  /**
   * Tells whether this operation works on bits.
   *
   * @return true if it takes integers only
   */
  public boolean isBitwise() {
    return this == BITWISE_AND || this == BITWISE_OR || this == BITWISE_XOR;
  }
}
