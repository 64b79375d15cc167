package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task in the hands of the pool.
 *
 * <pre>
 *  state    held by                     leaves by
 *  QUEUED   the queue                   SENT, or DONE (cancelled, rejected, pool broken)
 *  SENT     a worker's window           QUEUED (taken back, or its worker is lost and it may run
 *                                       again), or DONE (result, lost, cancelled)
 *  DONE     nobody; its listener knows  -
 * </pre>
 *
 * <p>Whoever makes the transition to DONE calls the listener, so that it is called once.
 */
public final class DispatchTask {
  private enum State {
    QUEUED,
    SENT,
    DONE
  }

  private final long id;
  private final long bytes;
  private final TaskTerms terms;
  private final TaskListener listener;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

  /** Kept until the task is done, because it may come back to the queue. */
  private volatile @Nullable Payload payload;

  /** Set before the task is handed in, if it is a member of a parallel task. */
  private @Nullable ParallelTask parallel;

  /** Set before the task is handed in, if somebody is to be told of its end. */
  private @Nullable TaskNotes notes;

  /** Set before the task is handed in, as is when that was. */
  private boolean isTimed;

  private long submittedNanos;

  /** When the worker that had it last got it. For the communication thread until it has ended. */
  private long sentNanos;

  /** Whose task it is. For the communication thread, which sets it when it takes the task. */
  @Nullable Session session;

  /** The worker that has it; null if none has. For the communication thread. */
  @Nullable WorkerSlot holder;

  /** How many workers were lost while they had it. For the communication thread. */
  int workersLost;

  /** Whether somebody has asked for its end, so that it is not to run again. Likewise. */
  boolean unwanted;

  /**
   * Creates a queued task.
   *
   * @param id unique in its pool
   * @param payload what a worker decodes and runs
   * @param terms what is done for it
   * @param listener told of the end
   */
  public DispatchTask(long id, Payload payload, TaskTerms terms, TaskListener listener) {
    this.terms = terms;
    this.id = id;
    this.bytes = payload.bytes();
    this.payload = payload;
    this.listener = listener;
  }

  /**
   * The number of the task.
   *
   * @return unique in its pool
   */
  public long id() {
    return id;
  }

  /**
   * Length of the payload, which is known for longer than the payload is kept.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  TaskTerms terms() {
    return terms;
  }

  void join(ParallelTask joined) {
    parallel = joined;
  }

  /**
   * The parallel task that this is a member of.
   *
   * @return null if it is a task of its own
   */
  public @Nullable ParallelTask parallel() {
    return parallel;
  }

  /**
   * Has the times taken that it waits and runs. To be called before it is handed in.
   *
   * @param now in this JVM's nanoseconds, as all moments here
   */
  public void time(long now) {
    isTimed = true;
    submittedNanos = now;
  }

  boolean isTimed() {
    return isTimed;
  }

  /**
   * When the task was handed in, if it is timed.
   *
   * @return nanoseconds
   */
  public long submittedNanos() {
    return submittedNanos;
  }

  /**
   * When it was handed to the worker that had it last, if it is timed and one has had it.
   *
   * @return nanoseconds
   */
  public long sentNanos() {
    return sentNanos;
  }

  /** A timed task is handed to a worker, perhaps not the first one. */
  void sent(int rank, long now) {
    sentNanos = now;
    if (notes != null) {
      notes.sent(rank);
    }
  }

  /**
   * Has notes taken of what becomes of it. To be called before it is handed in.
   *
   * @param taken where
   */
  public void note(TaskNotes taken) {
    notes = taken;
  }

  /**
   * What became of it.
   *
   * @return null if nobody is to be told
   */
  public @Nullable TaskNotes notes() {
    return notes;
  }

  /** Whether it is a member of a parallel task of which one has failed. */
  boolean hasFailedMember() {
    return parallel != null && parallel.hasFailed();
  }

  /** Whether it is a member of a parallel task that runs on a worker, among others. */
  boolean needs(int rank) {
    return parallel != null && parallel.runsOn(rank);
  }

  /** Whose task it is, once the communication thread has taken it. */
  Session session() {
    if (session == null) {
      throw new IllegalStateException("task " + id + " was not taken by a session");
    }
    return session;
  }

  TaskListener listener() {
    return listener;
  }

  @Nullable Payload payload() {
    return payload;
  }

  /** Claims a queued task for a worker; false if it is done. */
  boolean send() {
    return state.compareAndSet(State.QUEUED, State.SENT);
  }

  /** Puts a task that came back from a worker into the queue again; false if it is done. */
  boolean requeue() {
    return state.compareAndSet(State.SENT, State.QUEUED);
  }

  /** Ends a task that is still queued; true if the caller now has to see to its listener. */
  boolean withdraw() {
    if (!state.compareAndSet(State.QUEUED, State.DONE)) {
      return false;
    }
    payload = null;
    listener.withdrawn();
    return true;
  }

  /** Ends a task that its worker has given back for that; false if it is done. */
  boolean withdrawReturned() {
    boolean first = finish();
    if (first) {
      listener.withdrawn();
    }
    return first;
  }

  /** Ends the task whatever its state; true if the caller now has to tell the listener. */
  boolean finish() {
    boolean first = state.getAndSet(State.DONE) != State.DONE;
    payload = null;
    return first;
  }
}
