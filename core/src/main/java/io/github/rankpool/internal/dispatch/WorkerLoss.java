package io.github.rankpool.internal.dispatch;

/** A worker was lost, and with it what it had. */
public final class WorkerLoss extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient WorkerInfo worker;
  private final String evidence;

  WorkerLoss(WorkerInfo worker, String evidence) {
    super(
        "RP-228: "
            + worker
            + " was lost while it had this task: "
            + evidence
            + ". Whether the task has run is not known. See what the worker printed: it may have"
            + " run out of memory, or have been killed. The pool goes on as long as it has"
            + " workers.");
    this.worker = worker;
    this.evidence = evidence;
  }

  /**
   * Who was lost.
   *
   * @return the worker
   */
  public WorkerInfo worker() {
    return worker;
  }

  /**
   * How it was noticed.
   *
   * @return part of a sentence
   */
  public String evidence() {
    return evidence;
  }
}
