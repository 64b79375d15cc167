package io.github.rankpool.cli;

/** The ranks that run this command together, as one of them sees it. Used by one thread. */
interface Job {

  /** The number of this rank, zero or more. */
  int rank();

  /** How many ranks there are. */
  int size();

  /**
   * Brings rank 0's verdict to all. Collective.
   *
   * @param verdict at rank 0 the one to bring; elsewhere not looked at
   * @return rank 0's
   */
  Verdict broadcast(Verdict verdict);

  /**
   * Makes workers of all ranks but rank 0. Collective; serves tasks elsewhere.
   *
   * @return true at once at rank 0; false elsewhere, when rank 0 has ended
   */
  boolean openPool();

  /**
   * Serves other programs, until this process is told to end. Collective: all ranks but rank 0 are
   * workers.
   *
   * @throws JobException if the service cannot be started
   */
  void serve(ServeOptions options);

  /** Ends all ranks, this one included, with an exit status. */
  void abort(int status);
}
