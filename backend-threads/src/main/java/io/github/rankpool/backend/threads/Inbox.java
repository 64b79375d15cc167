package io.github.rankpool.backend.threads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where messages for one rank in one space meet the receives that rank has posted, each in order
 * (MPI-4.0 §3.5). Everything is guarded by the owner's lock.
 */
final class Inbox {
  private final Rank owner;
  private final ArrayDeque<Message> arrived = new ArrayDeque<>();
  private final ArrayDeque<ReceiveOperation> posted = new ArrayDeque<>();

  Inbox(Rank owner) {
    this.owner = owner;
  }

  Rank owner() {
    return owner;
  }

  /**
   * Hands over a message to the first posted receive that matches, or keeps it.
   *
   * @param pending made for a message that is to stay in the sender's memory; null to copy it
   */
  void deliver(Message message, @Nullable SendOperation pending) {
    ReceiveOperation receive;
    owner.lock();
    try {
      if (owner.hasEnded()) {
        throw owner.asLost().exception();
      }
      receive = removeMatching(message);
      if (pending != null) {
        message.waitForReceiver(pending);
      }
      if (receive == null) {
        if (pending == null) {
          message.keepCopy();
        }
        arrived.add(message);
        owner.progressedLocked();
      }
    } finally {
      owner.unlock();
    }
    if (receive != null) {
      receive.takeFromSender(message);
    }
  }

  /** Gives the receive the first message that matches, or keeps it until one comes. */
  void post(ReceiveOperation receive) {
    Message message;
    owner.lock();
    try {
      owner.checkRunning();
      message = removeMatching(receive);
      if (message == null) {
        posted.add(receive);
      }
    } finally {
      owner.unlock();
    }
    if (message != null) {
      receive.take(message);
    }
  }

  /** The first message that matches, or null; left here or taken out. */
  @Nullable Message find(int source, int tag, boolean take) {
    owner.lock();
    try {
      owner.checkRunning();
      return findLocked(source, tag, take);
    } finally {
      owner.unlock();
    }
  }

  /** As {@link #find}, for a caller that holds the lock. */
  @Nullable Message findLocked(int source, int tag, boolean take) {
    for (Iterator<Message> all = arrived.iterator(); all.hasNext(); ) {
      Message message = all.next();
      if (ReceiveOperation.matches(message.status(), source, tag)) {
        if (take) {
          all.remove();
        }
        return message;
      }
    }
    return null;
  }

  boolean withdraw(ReceiveOperation receive) {
    owner.lock();
    try {
      return posted.remove(receive);
    } finally {
      owner.unlock();
    }
  }

  boolean withdraw(Message message) {
    owner.lock();
    try {
      return arrived.remove(message);
    } finally {
      owner.unlock();
    }
  }

  /** Fails the sends that wait here, as the owner has ended. */
  void drain() {
    List<Message> undelivered;
    owner.lock();
    try {
      undelivered = new ArrayList<>(arrived);
      arrived.clear();
      posted.clear();
    } finally {
      owner.unlock();
    }
    for (Message message : undelivered) {
      SendOperation sender = message.sender();
      if (sender != null) {
        sender.lost(owner.asLost());
      }
    }
  }

  private @Nullable ReceiveOperation removeMatching(Message message) {
    for (Iterator<ReceiveOperation> all = posted.iterator(); all.hasNext(); ) {
      ReceiveOperation receive = all.next();
      if (receive.matches(message)) {
        all.remove();
        return receive;
      }
    }
    return null;
  }

  private @Nullable Message removeMatching(ReceiveOperation receive) {
    for (Iterator<Message> all = arrived.iterator(); all.hasNext(); ) {
      Message message = all.next();
      if (receive.matches(message)) {
        all.remove();
        return message;
      }
    }
    return null;
  }
}
