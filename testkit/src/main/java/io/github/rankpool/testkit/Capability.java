package io.github.rankpool.testkit;

/** What some MPI implementations can do and others cannot. */
public enum Capability {
  /** {@code MpiRuntime.spawn} works. */
  SPAWN,
  /** The runtime gives {@code ThreadLevel.MULTIPLE}. */
  THREAD_MULTIPLE,
  /** {@code MpiRuntime.awaitArrival} blocks until something arrives. */
  BLOCKING_WAIT,
  /** Ranks are processes of their own, with JVM arguments, directory and environment. */
  PROCESS_RANKS,
  /** {@code Communicator.isLost} tells when a rank has ended without a goodbye. */
  LOSS_DETECTION,
  /** MPI can be started a second time in the process that runs the tests. */
  RESTART
}
