package io.github.rankpool.internal.comm;

/**
 * Something that the communication thread drives: the dispatcher of a pool, or a worker. All
 * methods are called by that thread, or by one that has taken its turn.
 */
public interface Agent {

  /**
   * Does what can be done now, without waiting.
   *
   * @return how much was done; 0 if there was nothing to do
   */
  int doWork();

  /**
   * How long the communication thread may sleep, unless a message arrives or somebody wakes it.
   *
   * @return nanoseconds; 0 to be called again at once, {@link Long#MAX_VALUE} for no limit
   */
  long nanosToNextDeadline();

  /**
   * The longest sleep between two polls that this agent accepts. Of several agents the most
   * impatient one decides.
   *
   * @return nanoseconds; 0 never sleeps
   */
  long backoffNanos();

  /**
   * Tells whether other threads have handed in work since the last {@link #doWork}. Asked after the
   * communication thread has announced that it goes to sleep.
   *
   * @return true if it must not sleep
   */
  boolean hasNewWork();

  /**
   * Tells what is expected from the peers. Of several agents the one that expects most decides.
   *
   * @return how closely to look for messages
   */
  Expectation expectation();

  /**
   * Tells whether whoever sends this agent a message also rings at this process's doorbell.
   *
   * @return false if messages have to be looked for
   */
  boolean peersRing();

  /**
   * Tells whether this agent has come to its end and is to be dropped.
   *
   * @return true once {@link #doWork} must not be called any more
   */
  boolean isFinished();

  /**
   * Tells whether {@link #doWork} is short now, so that a thread that waits may call it.
   *
   * @return false if it might call what blocks
   */
  boolean mayBeLent();

  /** The JVM is about to end: what has not begun must not begin, and the agent come to its end. */
  void endSoon();

  /**
   * Called instead of {@link #doWork} when that has thrown, or the communication thread ends: every
   * task in this agent's hands must be completed now. {@link #isFinished} is true afterwards.
   *
   * @param cause what went wrong
   */
  void fail(Throwable cause);
}
