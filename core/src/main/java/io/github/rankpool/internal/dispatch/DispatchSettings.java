package io.github.rankpool.internal.dispatch;

/**
 * What a dispatcher has to know of its workers.
 *
 * @param secret that workers must prove to hold
 * @param backoffNanos longest sleep between two polls, in nanoseconds
 * @param shared whether workers stay when the last executor has ended, for others to come
 * @param spawned whether workers' processes end when they have said goodbye
 * @param maxPayloadBytes the largest result to take, in bytes
 * @param processes tells whether workers still run
 */
record DispatchSettings(
    byte[] secret,
    long backoffNanos,
    boolean shared,
    boolean spawned,
    long maxPayloadBytes,
    Processes processes) {

  /** Knows of processes on this machine. */
  interface Processes {
    /**
     * Tells whether a worker still runs, as far as that can be seen from here.
     *
     * @param worker of the pool
     * @return what is known of its process
     */
    ProcessState of(WorkerInfo worker);
  }

  /** What is known of a worker's process. */
  enum ProcessState {
    /** It runs on this machine, outside this process. */
    RUNNING,
    /** It ran on this machine, outside this process. */
    ENDED,
    /** It is a thread of this process, or on another machine. */
    UNSEEN
  }
}
