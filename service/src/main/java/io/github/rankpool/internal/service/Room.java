package io.github.rankpool.internal.service;

/** Room for bytes: who brings some waits until enough has been carried away. Thread-safe. */
final class Room {
  private final long capacity;
  private long used;
  private boolean open;

  Room(long capacity) {
    this.capacity = capacity;
  }

  /** Waits until there is room, as there always is in an empty one. */
  synchronized void take(int bytes) {
    try {
      while (used > 0 && used + bytes > capacity && !open) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
    used += bytes;
  }

  synchronized void giveBack(int bytes) {
    used -= bytes;
    notifyAll();
  }

  /** Lets in whatever comes. */
  synchronized void open() {
    open = true;
    notifyAll();
  }
}
