package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.service.Letter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The places of a gateway's clients: some are served, the others wait in line. Thread-safe. */
final class Places {
  private final int served;
  private final List<Guest> guests = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();

  /** A client that is served or waits. Told apart by identity. */
  static final class Guest {
    private final String who;
    private final long ticket;

    /** Its workers; null before its turn has come. */
    private volatile @Nullable Workforce workforce;

    private Guest(Letter.Opening opening, long ticket) {
      this.who = opening.pool() + " of process " + opening.pid() + " on " + opening.host();
      this.ticket = ticket;
    }

    /** By which the guest is found again; never 0. */
    long ticket() {
      return ticket;
    }

    void has(Workforce workers) {
      workforce = workers;
    }

    @Nullable Workforce workforce() {
      return workforce;
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

  synchronized Guest enter(Letter.Opening opening) {
    // Odd, and so never 0.
    Guest guest = new Guest(opening, random.nextLong() | 1);
    guests.add(guest);
    return guest;
  }

  /** The guest with a ticket; null if it has left, or never was there. */
  synchronized @Nullable Guest find(long ticket) {
    return guests.stream().filter(guest -> guest.ticket == ticket).findFirst().orElse(null);
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
