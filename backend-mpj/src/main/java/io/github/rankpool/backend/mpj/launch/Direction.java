package io.github.rankpool.backend.mpj.launch;

import java.util.Arrays;
import java.util.Optional;

/** Which way the data of a connection will flow. */
enum Direction {
  /** The one who connected writes. */
  TO_ACCEPTOR((byte) 1),
  /** The one who accepted writes. */
  FROM_ACCEPTOR((byte) 2);

  private final byte code;

  Direction(byte code) {
    this.code = code;
  }

  byte code() {
    return code;
  }

  static Optional<Direction> of(byte code) {
    return Arrays.stream(values()).filter(direction -> direction.code == code).findFirst();
  }
}
