package io.github.rankpool.spi;

/** Types of the elements of a reduction (MPI-4.0 §6.9.2), as Java's primitives. */
public enum ElementType {
  /** 8-bit signed integer. */
  BYTE(Byte.BYTES),
  /** 16-bit signed integer. */
  SHORT(Short.BYTES),
  /** 32-bit signed integer. */
  INT(Integer.BYTES),
  /** 64-bit signed integer. */
  LONG(Long.BYTES),
  /** 32-bit floating point. */
  FLOAT(Float.BYTES),
  /** 64-bit floating point. */
  DOUBLE(Double.BYTES);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one element.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Tells whether a reduction may use this operation on elements of this type: the bitwise ones
   * take integers only.
   *
   * @param op an operation
   * @return true if MPI defines it for this type
   */
  public boolean allows(ReduceOp op) {
    boolean floating = this == FLOAT || this == DOUBLE;
    return !(floating && op.isBitwise());
  }
}
