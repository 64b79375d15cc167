package io.github.rankpool.internal.dispatch;

import java.util.Optional;

/**
 * What a dispatcher has to know of its workers.
 *
 * @param secret that workers must prove to hold
 * @param timing of messages
 * @param shared whether workers stay when the last executor has ended, for others to come
 * @param spawned whether workers' processes end when they have said goodbye
 * @param sharedFate what becomes of the other workers when one dies; empty if they go on
 * @param replacements how many lost workers may be replaced
 * @param maxPayloadBytes the largest result to take, in bytes
 * @param processes tells whether workers still run
 */
record DispatchSettings(
    byte[] secret,
    Timing timing,
    boolean shared,
    boolean spawned,
    Optional<String> sharedFate,
    int replacements,
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

    /**
     * Ends a worker's process at once, if it is one of its own on this machine.
     *
     * @param worker of the pool
     */
    void end(WorkerInfo worker);
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
