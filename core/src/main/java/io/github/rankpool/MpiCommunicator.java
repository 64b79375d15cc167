package io.github.rankpool;

import org.jspecify.annotations.Nullable;

/** The processes that MPI started together with this one. Thread-safe. */
public final class MpiCommunicator {
  private MpiCommunicator() {}

  /**
   * The world of this process.
   *
   * @return a world of one
   */
  public static MpiCommunicator world() {
    return new MpiCommunicator();
  }

  /**
   * The number of this process (MPI-4.0 §7.4.1).
   *
   * @return zero or more
   */
  public int rank() {
    return 0;
  }

  /**
   * How many processes there are (MPI-4.0 §7.4.1).
   *
   * @return one or more
   */
  public int size() {
    return 1;
  }

  /**
   * Brings an object from one process to all (MPI-4.0 §6.4).
   *
   * @param <T> type of the object
   * @param value at the root what to bring; elsewhere not looked at
   * @param root the rank that has it
   * @return the root's value
   */
  public <T extends @Nullable Object> T broadcast(T value, int root) {
    return value;
  }

  /**
   * Ends all processes (MPI-4.0 §9.7).
   *
   * @param status exit status
   */
  public void abort(int status) {
    Runtime.getRuntime().halt(status);
  }
}
