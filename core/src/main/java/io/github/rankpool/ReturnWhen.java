package io.github.rankpool;

/** What {@link MpiFutures#waitFor} waits for. */
public enum ReturnWhen {
  /** One of the futures is done, in whatever way. */
  FIRST_COMPLETED,

  /** One of the futures has failed, or all are done. One that was cancelled has not failed. */
  FIRST_FAILED,

  /** All the futures are done. */
  ALL_COMPLETED
}
