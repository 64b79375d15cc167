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

  WorkerSlot(int rank, byte[] nonce) {
    this.rank = rank;
    this.nonce = nonce;
  }

  int credit(int window) {
    return state == State.READY ? window - outstanding.size() : 0;
  }

  /** The newer half of the tasks it holds, without the oldest, which is probably running. */
  long[] newerHalf() {
    List<Long> ids = new ArrayList<>(outstanding.keySet());
    return ids.subList((ids.size() + 1) / 2, ids.size()).stream()
        .mapToLong(Long::longValue)
        .toArray();
  }
}
