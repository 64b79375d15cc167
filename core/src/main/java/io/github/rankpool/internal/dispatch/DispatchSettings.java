package io.github.rankpool.internal.dispatch;

import java.util.List;

/**
 * What a dispatcher has to know of its pool.
 *
 * @param secret that workers must prove to hold
 * @param backoffNanos longest sleep between two polls, in nanoseconds
 * @param zeroCopy whether large arrays travel beside the stream
 * @param maxPayloadBytes the largest result to take, in bytes
 * @param processes tells whether workers still run
 */
record DispatchSettings(
    byte[] secret, long backoffNanos, boolean zeroCopy, long maxPayloadBytes, Processes processes) {

  /** Knows of processes on this machine. */
  interface Processes {
    /**
     * Tells whether one of the workers still runs, as far as that can be seen from here.
     *
     * @param workers of a pool
     * @return true if at least one runs on this machine, outside this process
     */
    boolean anyAlive(List<WorkerInfo> workers);
  }
}
