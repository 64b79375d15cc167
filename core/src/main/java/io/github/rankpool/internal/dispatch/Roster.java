package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Handshake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/**
 * The workers of a pool, in the order of their ranks. Knows at any time which of them can be given
 * tasks, as there may be thousands, and a cycle may have to do with one of them only.
 *
 * <p>For the communication thread only.
 */
final class Roster implements Iterable<WorkerSlot> {
  private final List<WorkerSlot> slots;
  private final BitSet ready;

  /** Those with room for tasks, with windows of the size given last. */
  private final BitSet open;

  /** Those with tasks behind the one that runs. */
  private final BitSet laden;

  /** Those that were asked to give tasks back, and somebody waits to be told. */
  private final BitSet owing;

  /** Those of a round that have not had their turn. */
  private final BitSet round;

  private final IdleRanks idle;
  private final int size;
  private int window = 1;
  private int next;

  /**
   * Nobody has been greeted yet.
   *
   * @param size how many workers there are
   * @param spare how many more may come instead of those that are lost
   */
  Roster(int size, int spare) {
    int capacity = size + spare;
    this.size = size;
    this.slots = new ArrayList<>(capacity);
    this.ready = new BitSet(capacity);
    this.open = new BitSet(capacity);
    this.round = new BitSet(capacity);
    this.laden = new BitSet(capacity);
    this.owing = new BitSet(capacity);
    this.idle = new IdleRanks(capacity);
    for (int rank = 0; rank < capacity; rank++) {
      slots.add(new WorkerSlot(rank, Handshake.newNonce(), this));
    }
  }

  /** A worker's state or tasks have changed. */
  void changed(WorkerSlot slot) {
    int rank = slot.rank;
    ready.set(rank, slot.isReady());
    open.set(rank, slot.credit(window) > 0);
    laden.set(rank, slot.taskCount() > 1);
    owing.set(rank, slot.owesAnswers());
    idle.set(rank, slot.isReady() && slot.isIdle());
  }

  /** How many workers there were at first. */
  int size() {
    return size;
  }

  /** How many there may be in all, with those that come instead of others. */
  int capacity() {
    return slots.size();
  }

  /** Whether a worker is one of those there were at first, who share a world. */
  boolean isOriginal(int rank) {
    return rank < size;
  }

  WorkerSlot get(int rank) {
    return slots.get(rank);
  }

  /**
   * Begins a round, in which every worker with room for tasks has its turn once.
   *
   * @param size of a worker's window
   * @return how many turns the round has
   */
  int beginRound(int size) {
    if (size != window) {
      window = size;
      for (WorkerSlot slot : slots) {
        open.set(slot.rank, slot.credit(size) > 0);
      }
    }
    round.clear();
    round.or(open);
    return round.cardinality();
  }

  /**
   * Whose turn it is: idle workers come first, the one that became so last before the others, as it
   * may still look for its next task while they have to be woken; then those with tasks, beginning
   * with another one in each round.
   */
  WorkerSlot nextInRound() {
    WorkerSlot slot = idle.isEmpty() ? nextBusy() : slots.get(idle.top());
    round.clear(slot.rank);
    return slot;
  }

  private WorkerSlot nextBusy() {
    int rank = round.nextSetBit(next);
    if (rank < 0) {
      rank = round.nextSetBit(0);
    }
    next = rank + 1;
    return slots.get(rank);
  }

  boolean hasIdleWorker() {
    return !idle.isEmpty();
  }

  /** Workers of the first world that have nothing to do, at most so many. */
  List<WorkerSlot> idleTogether(int limit) {
    return Arrays.stream(idle.lowest(limit)).filter(this::isOriginal).mapToObj(slots::get).toList();
  }

  /** How many workers of the first world take tasks. */
  int countTogether() {
    return ready.get(0, size).cardinality();
  }

  /** Workers with tasks behind the one that runs. */
  List<WorkerSlot> laden() {
    return laden.isEmpty() ? List.of() : laden.stream().mapToObj(slots::get).toList();
  }

  /** Whether a worker was asked to give tasks back, and somebody waits to be told. */
  boolean owesAnswers() {
    return !owing.isEmpty();
  }

  /** Whether no worker takes tasks any more. */
  boolean isDeserted() {
    return ready.isEmpty();
  }

  /** How many workers take tasks. */
  int countReady() {
    return ready.cardinality();
  }

  /** The workers that take tasks. */
  List<WorkerSlot> ready() {
    return ready.stream().mapToObj(slots::get).toList();
  }

  /** Whether all have left, in good order or not. */
  boolean allGone() {
    return slots.stream().noneMatch(WorkerSlot::isAwaited);
  }

  /** Whether a worker has ended, or is out of reach, without a goodbye. */
  boolean hasLost() {
    return slots.stream().anyMatch(slot -> isLost(slot.rank));
  }

  boolean isLost(int rank) {
    return slots.get(rank).state() == WorkerSlot.State.LOST;
  }

  /** Whether all workers that there were at first have proved who they are. */
  boolean isComplete() {
    return slots.stream().limit(size).allMatch(slot -> slot.info != null);
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

  /** Whether the process of a worker that was not lost is seen to run. */
  boolean anyRunning(DispatchSettings.Processes processes) {
    return slots.stream()
        .filter(slot -> slot.state() != WorkerSlot.State.LOST && slot.info != null)
        .anyMatch(slot -> processes.of(slot.known()) == DispatchSettings.ProcessState.RUNNING);
  }

  @Override
  public Iterator<WorkerSlot> iterator() {
    return slots.iterator();
  }
}
