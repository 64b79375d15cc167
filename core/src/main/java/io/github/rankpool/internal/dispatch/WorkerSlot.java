package io.github.rankpool.internal.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the dispatcher keeps for each worker. */
final class WorkerSlot {
  enum State {
    /** Challenged; its proof is awaited. */
    GREETED,
    /** Takes tasks. */
    READY,
    /** Told to stop; its goodbye is awaited. */
    STOPPING,
    /** Said goodbye. */
    GONE
  }

  final int rank;
  final byte[] nonce;
  State state = State.GREETED;
  @Nullable WorkerInfo info;

  /** Tasks sent and not answered, oldest first. */
  final Map<Long, DispatchTask> outstanding = new LinkedHashMap<>();

  /** When the worker last gave a sign of progress on its tasks, in the clock's nanoseconds. */
  long lastProgressNanos;

  /** Whether it was asked to give tasks back and has not answered yet. */
  boolean recalling;

  /** Whether it was asked to give tasks back and has finished none since. */
  boolean stuck;

  WorkerSlot(int rank, byte[] nonce) {
    this.rank = rank;
    this.nonce = nonce;
  }

  /** How many more tasks it may get. One that is stuck would only have to give them back again. */
  int credit(int window) {
    boolean takesTasks = state == State.READY && (!stuck || outstanding.isEmpty());
    return takesTasks ? window - outstanding.size() : 0;
  }

  /** The newer half of the tasks it holds, without the oldest, which is probably running. */
  long[] newerHalf() {
    List<Long> ids = new ArrayList<>(outstanding.keySet());
    return ids.subList((ids.size() + 1) / 2, ids.size()).stream()
        .mapToLong(Long::longValue)
        .toArray();
  }
}
