package io.github.rankpool.internal.comm;

/** What an agent expects from its peers, and so how closely to look for messages. */
public enum Expectation {
  /** No message: there is no need to look. */
  NOTHING,
  /** A message may come, but nobody waits for it. */
  SOMETIME,
  /** Somebody waits for a message. */
  SOON
}
