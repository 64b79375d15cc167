package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiException;

/** MPJ Express cannot be used here: why, and what to do. */
final class NotUsableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String remedy;

  NotUsableException(String reason, String remedy) {
    super(reason);
    this.reason = reason;
    this.remedy = remedy;
  }

  String reason() {
    return reason;
  }

  String remedy() {
    return remedy;
  }

  /** The same for those who wanted to start it nevertheless. */
  MpiException asMpiException() {
    return new MpiException("RP-360", reason + ". " + remedy, this);
  }
}
