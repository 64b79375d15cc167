package io.github.rankpool.internal.dispatch;

/**
 * What the pool does for a task that gets into trouble.
 *
 * @param retries how many workers it may lose and still go to another one
 * @param limitNanos how long it may run, in nanoseconds; 0 for no limit
 * @param graceNanos how long after that it may take to end, in nanoseconds, before its worker is
 *     given up; 0 for ever
 */
public record TaskTerms(int retries, long limitNanos, long graceNanos) {
  /** One worker, any time. */
  public static final TaskTerms NONE = new TaskTerms(0, 0, 0);
}
