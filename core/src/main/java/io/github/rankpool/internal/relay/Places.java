package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.service.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The places of a gateway's clients: some are served, the others wait in line. Thread-safe. */
final class Places {
  private final int served;
  private final List<Guest> guests = new ArrayList<>();

  /** A client that is served or waits. Told apart by identity. */
  static final class Guest {
    private final String who;

    Guest(Letter.Opening opening) {
      who = opening.pool() + " of process " + opening.pid() + " on " + opening.host();
    }

    @Override
    public String toString() {
      return who;
    }
  }

  /**
   * Has no guests yet.
   *
   * @param served how many are served at a time
   */
  Places(int served) {
    this.served = served;
  }

  synchronized void enter(Guest guest) {
    guests.add(guest);
  }

  synchronized void leave(Guest guest) {
    guests.remove(guest);
    notifyAll();
  }

  /**
   * Waits until a guest's turn has come.
   *
   * @param guest who has entered
   * @param millis longest wait
   * @return whether it has come
   */
  synchronized boolean awaitTurn(Guest guest, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (guests.indexOf(guest) >= served && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
    return guests.indexOf(guest) < served;
  }

  /** What to tell a guest that waits. */
  synchronized Letter.Waiting waiting(Guest guest) {
    return new Letter.Waiting(guests.indexOf(guest), guests.get(0).toString());
  }
}
