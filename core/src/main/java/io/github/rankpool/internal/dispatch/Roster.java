package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Handshake;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers of a pool, in the order of their ranks. For the communication thread only. */
final class Roster implements Iterable<WorkerSlot> {
  private final List<WorkerSlot> slots;
  private int next;

  Roster(int size) {
    this.slots = new ArrayList<>(size);
    for (int rank = 0; rank < size; rank++) {
      slots.add(new WorkerSlot(rank, Handshake.newNonce()));
    }
  }

  int size() {
    return slots.size();
  }

  WorkerSlot get(int rank) {
    return slots.get(rank);
  }

  /** The worker whose turn it is: another one each time. */
  WorkerSlot nextInTurn() {
    WorkerSlot slot = slots.get(next);
    next = (next + 1) % slots.size();
    return slot;
  }

  /** How many workers have room for tasks. */
  int countWithCredit(int window) {
    int count = 0;
    for (WorkerSlot slot : slots) {
      count += slot.credit(window) > 0 ? 1 : 0;
    }
    return count;
  }

  boolean hasIdleWorker() {
    for (WorkerSlot slot : slots) {
      if (slot.state == WorkerSlot.State.READY && slot.isIdle()) {
        return true;
      }
    }
    return false;
  }

  /** Workers that have nothing to do, at most so many. */
  List<WorkerSlot> idle(int limit) {
    return slots.stream()
        .filter(slot -> slot.state == WorkerSlot.State.READY && slot.isIdle())
        .limit(limit)
        .toList();
  }

  /** Whether no worker takes tasks any more. */
  boolean isDeserted() {
    return countReady() == 0;
  }

  /** How many workers take tasks. */
  int countReady() {
    int count = 0;
    for (WorkerSlot slot : slots) {
      count += slot.state == WorkerSlot.State.READY ? 1 : 0;
    }
    return count;
  }

  /** The workers that take tasks. */
  List<WorkerSlot> ready() {
    return slots.stream().filter(slot -> slot.state == WorkerSlot.State.READY).toList();
  }

  /** Whether all have left, in good order or not. */
  boolean allGone() {
    return slots.stream().noneMatch(WorkerSlot::isAwaited);
  }

  /** Whether all workers have proved who they are. */
  boolean isComplete() {
    return slots.stream().allMatch(slot -> slot.info != null);
  }

  /** Those workers that have proved who they are. */
  List<WorkerInfo> known() {
    List<WorkerInfo> workers = new ArrayList<>(slots.size());
    for (WorkerSlot slot : slots) {
      if (slot.info != null) {
        workers.add(slot.info);
      }
    }
    return workers;
  }

  /** A worker whose process has ended before its goodbye; null if there is none. */
  @Nullable WorkerInfo findDead(DispatchSettings.Processes processes) {
    for (WorkerSlot slot : slots) {
      if (slot.info != null
          && slot.isAwaited()
          && processes.of(slot.info) == DispatchSettings.ProcessState.ENDED) {
        return slot.info;
      }
    }
    return null;
  }

  /** Whether the process of a worker that was not lost is seen to run. */
  boolean anyRunning(DispatchSettings.Processes processes) {
    return slots.stream()
        .filter(slot -> slot.state != WorkerSlot.State.LOST && slot.info != null)
        .anyMatch(slot -> processes.of(slot.known()) == DispatchSettings.ProcessState.RUNNING);
  }

  @Override
  public Iterator<WorkerSlot> iterator() {
    return slots.iterator();
  }
}
