package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Waiter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One rank: where its threads wait, and the spaces that it takes part in. */
final class Rank extends Waiter {
  private final Set<Space> spaces = ConcurrentHashMap.newKeySet();

  Rank(String name) {
    super(name);
  }

  void join(Space space) {
    spaces.add(space);
    if (hasEnded()) {
      leave(space);
    }
  }

  void leave(Space space) {
    spaces.remove(space);
    space.leave(this);
  }

  /** Ends this rank: its waits, what others send it, and its part in all communicators. */
  void end(Fault reason) {
    markEnded(reason);
    depart();
  }

  /** Fails what other ranks still want of this one, which has ended. Idempotent. */
  void depart() {
    for (Space space : spaces) {
      space.ended(this);
      leave(space);
    }
  }
}
