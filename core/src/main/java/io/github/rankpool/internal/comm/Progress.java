package io.github.rankpool.internal.comm;

/**
 * Lets a thread that waits for messages move them itself, as MPI implementations do whenever they
 * are called (MPI-4.0 §2.9): what it waits for then comes without a wake-up. Callable from any
 * thread.
 */
public interface Progress {
  /** The communication thread does it, or has to. */
  int NOT_LENT = -1;

  /** Where there are no messages. */
  Progress NONE =
      new Progress() {
        @Override
        public int make() {
          return NOT_LENT;
        }

        @Override
        public void wake() {}

        @Override
        public void leave() {}

        @Override
        public void resume() {}

        @Override
        public boolean isLent() {
          return false;
        }
      };

  /**
   * Moves what can be moved now, without waiting, in place of the communication thread.
   *
   * @return how much was done, or {@link #NOT_LENT}
   */
  int make();

  /** Has the communication thread look for what was handed in. */
  void wake();

  /**
   * Ends {@link #make making} progress because what was waited for has come: others may still wait.
   */
  void leave();

  /** As {@link #leave}, but what was waited for has not come: the communication thread goes on. */
  void resume();

  /**
   * Tells whether the communication thread leaves it to others, for the next millisecond.
   *
   * @return true if it need not be woken by who will soon {@link #make} progress
   */
  boolean isLent();
}
