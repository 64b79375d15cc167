package io.github.rankpool.internal.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A worker was lost, and with it what it had. */
public final class WorkerLoss extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient WorkerInfo worker;
  private final String evidence;
  private final Instant lastSeen;

  WorkerLoss(WorkerInfo worker, String evidence, Duration silence) {
    super(
        String.format(
            Locale.ROOT,
            "RP-228: %s was lost while it had this task: %s. It was last heard of %.1f s before."
                + " Whether the task has run is not known. See what the worker printed: it may"
                + " have run out of memory, or have been killed. The pool goes on as long as it"
                + " has workers.",
            worker,
            evidence,
            silence.toMillis() / 1e3));
    this.worker = worker;
    this.evidence = evidence;
    this.lastSeen = Instant.now().minus(silence);
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

  /**
   * When something last came from it.
   *
   * @return to a quarter of a second, by this machine's clock
   */
  public Instant lastSeen() {
    return lastSeen;
  }
}
