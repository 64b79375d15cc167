package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Inbox;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all ranks of a communicator share: its group or two groups, and for each rank one inbox for
 * the program's messages and one for the communicator's own (rule C-8).
 */
final class Space {
  private final List<List<Rank>> groups;
  private final List<List<Inbox>> messages;
  private final List<List<Inbox>> internal;

  /** The ranks that have not disconnected yet. */
  private final Set<Rank> members = ConcurrentHashMap.newKeySet();

  private Space(List<List<Rank>> groups) {
    this.groups = groups;
    this.messages = inboxes(groups);
    this.internal = inboxes(groups);
    groups.forEach(members::addAll);
  }

  /** The space of an intracommunicator. */
  static Space of(List<Rank> group) {
    return open(List.of(group));
  }

  /** The space of an intercommunicator. */
  static Space between(List<Rank> one, List<Rank> other) {
    return open(List.of(one, other));
  }

  private static Space open(List<List<Rank>> groups) {
    Space space = new Space(groups);
    groups.forEach(group -> group.forEach(rank -> rank.join(space)));
    return space;
  }

  private static List<List<Inbox>> inboxes(List<List<Rank>> groups) {
    return groups.stream().map(group -> group.stream().map(Inbox::new).toList()).toList();
  }

  List<Rank> group(int side) {
    return groups.get(side);
  }

  /** The program's messages with the remote group, which is the own one if there is only one. */
  RankChannel messages(int side, int rank) {
    return new RankChannel(messages.get(side).get(rank), messages.get(otherSide(side)), rank);
  }

  /** The communicator's own messages within a group. */
  RankChannel internal(int side, int rank) {
    return new RankChannel(internal.get(side).get(rank), internal.get(side), rank);
  }

  /** The communicator's own messages with the remote group. */
  RankChannel bridge(int side, int rank) {
    return new RankChannel(internal.get(side).get(rank), internal.get(otherSide(side)), rank);
  }

  private int otherSide(int side) {
    return groups.size() - 1 - side;
  }

  /** Waits until all ranks have come here or ended. */
  void leaveAndWait(Rank rank) {
    rank.leave(this);
    try {
      rank.awaitUntil(members::isEmpty);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.interrupted().exception();
    }
  }

  void leave(Rank rank) {
    if (members.remove(rank) && members.isEmpty()) {
      notifyAllRanks();
    }
  }

  /** A rank ended without disconnecting: nothing will be received by it or come from it. */
  void ended(Rank rank) {
    drain(messages, rank);
    drain(internal, rank);
    notifyAllRanks();
  }

  private void notifyAllRanks() {
    groups.forEach(group -> group.forEach(Rank::progressed));
  }

  private static void drain(List<List<Inbox>> inboxes, Rank rank) {
    for (List<Inbox> group : inboxes) {
      for (Inbox inbox : group) {
        if (inbox.owner() == rank) {
          inbox.drain();
        }
      }
    }
  }
}
