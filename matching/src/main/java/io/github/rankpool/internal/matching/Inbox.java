package io.github.rankpool.internal.matching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where messages for one rank in one space meet the receives that rank has posted, each in order
 * (MPI-4.0 §3.5). Everything is guarded by the owner's lock.
 */
public final class Inbox {
  private final Waiter owner;
  private final ArrayDeque<Message> arrived = new ArrayDeque<>();
  private final ArrayDeque<ReceiveOperation> posted = new ArrayDeque<>();

  /**
   * How many messages have arrived. Written under the lock; read without it by who looks again and
   * again, and would keep the lock from who brings a message.
   */
  private volatile int size;

  public Inbox(Waiter owner) {
    this.owner = owner;
  }

  public Waiter owner() {
    return owner;
  }

  /** Hands over a message to the first posted receive that matches, or keeps it. */
  public void deliver(Message message) {
    ReceiveOperation receive;
    owner.lock();
    try {
      if (owner.hasEnded()) {
        throw owner.asLost().exception();
      }
      receive = removeMatching(message);
      if (receive == null) {
        message.keep();
        arrived.add(message);
        size = arrived.size();
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
    if (size == 0) {
      owner.checkRunning();
      return null;
    }
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
          size = arrived.size();
        }
        return message;
      }
    }
    return null;
  }

  public boolean withdraw(ReceiveOperation receive) {
    owner.lock();
    try {
      return posted.remove(receive);
    } finally {
      owner.unlock();
    }
  }

  public boolean withdraw(Message message) {
    owner.lock();
    try {
      boolean removed = arrived.remove(message);
      size = arrived.size();
      return removed;
    } finally {
      owner.unlock();
    }
  }

  /** Tells the messages that wait here that the owner has ended. */
  public void drain() {
    List<Message> undelivered;
    owner.lock();
    try {
      undelivered = new ArrayList<>(arrived);
      arrived.clear();
      size = 0;
      posted.clear();
    } finally {
      owner.unlock();
    }
    for (Message message : undelivered) {
      message.undeliverable(owner.asLost());
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
        size = arrived.size();
        return message;
      }
    }
    return null;
  }
}
