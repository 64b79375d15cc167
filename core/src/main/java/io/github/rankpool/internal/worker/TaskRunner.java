package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs tasks, one at a time, in the order they came. Whatever a task does, it ends
 * in a record: nothing a task throws ends this thread, unless there is no memory to say so.
 */
final class TaskRunner {
  private static final Job LAST = Job.task(-1, 0, Payload.ofBytes(new byte[0]), null);
  private static final Payload NOTHING = Payload.ofBytes(new byte[0]);

  private final Inbox inbox;
  private final WorkerIdentity identity;
  private final Consumer<TaskRecord> outbox;
  private final SessionContext plain;
  private final Progress progress;
  private final Thread thread;

  /**
   * Of executors that have a setup, or whose tasks refer to definitions, by the setup's id. For the
   * task thread.
   */
  private final Map<Long, SessionContext> contexts = new HashMap<>();

  /** By the setup's id, why it failed. */
  private final Map<Long, Throwable> failedSetups = new HashMap<>();

  /** Whether what is in the inbox is for nobody any more. */
  private volatile boolean abandoned;

  private volatile @Nullable Throwable death;

  /** The job that the thread is running. Guarded by this. */
  private @Nullable Job running;

  /** When it will have run for too long, in this JVM's nanoseconds. Guarded by this. */
  private long overdueNanos;

  /** Whether it has a time limit that it has not passed. Written with this. */
  private volatile boolean limited;

  /**
   * Starts the thread.
   *
   * @param identity which worker this is
   * @param loader finds the tasks' classes
   * @param outbox takes the results, on the task thread
   * @param progress lets the task thread move messages while it has no task
   */
  TaskRunner(
      WorkerIdentity identity, ClassLoader loader, Consumer<TaskRecord> outbox, Progress progress) {
    this.inbox = new Inbox(progress);
    this.progress = progress;
    this.identity = identity;
    this.plain = SessionContext.plain(loader);
    this.outbox = outbox;
    this.thread = new Thread(this::runAll, "rankpool-task-" + identity.rank());
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
  }

  /** How the thread spends its time. */
  Effort effort() {
    return inbox.effort();
  }

  void add(Job job) {
    inbox.put(job);
  }

  /** Lets the thread end once it has run what is in the inbox. */
  void finish() {
    inbox.put(LAST);
  }

  /** Interrupts the task at hand and lets the thread end behind it. */
  void abandon() {
    abandoned = true;
    inbox.put(LAST);
    thread.interrupt();
  }

  /** Interrupts a task if it is the one that runs, or as soon as it does. */
  synchronized void interrupt(Job job) {
    job.interrupted = true;
    if (running == job) {
      thread.interrupt();
    }
  }

  private synchronized boolean isInterrupted(Job job) {
    return job.interrupted;
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** What ended the thread before its time, for want of memory perhaps; null while all is well. */
  @Nullable Throwable death() {
    return death;
  }

  private void runAll() {
    try {
      for (Job job = inbox.take(); job != LAST && !abandoned; job = inbox.take()) {
        if (job.claim()) {
          run(job);
        }
      }
    } catch (Throwable e) {
      death = e;
    } finally {
      contexts.values().forEach(SessionContext::close);
    }
  }

  private void run(Job job) {
    TaskRecord result =
        switch (job.kind) {
          case TASK, REFUSED -> {
            TaskRecord record = runTask(job);
            inbox.effort().taskRun();
            yield record;
          }
          case SETUP -> setUp(job);
          case DEFINITION -> define(job);
          case FORGET -> forget(job);
        };
    if (result != null) {
      outbox.accept(result);
    }
  }

  private void begin(Job job) {
    synchronized (this) {
      running = job;
      limited = job.limitNanos > 0;
      overdueNanos = System.nanoTime() + job.limitNanos;
      if (job.interrupted) {
        thread.interrupt();
      }
    }
    if (limited) {
      // Somebody has to look at the clock while this thread runs the task.
      progress.wake();
    }
  }

  /**
   * Tells once of a task that has passed its time limit, and interrupts it. For the communication
   * thread.
   *
   * @return the task that runs, or null if it may run on
   */
  @Nullable Job takeOverdue() {
    if (!limited) {
      return null;
    }
    synchronized (this) {
      Job job = running;
      if (job == null || !limited || System.nanoTime() - overdueNanos < 0) {
        return null;
      }
      limited = false;
      thread.interrupt();
      return job;
    }
  }

  /** How long nobody needs to ask for {@link #takeOverdue}, in nanoseconds. */
  long nanosToOverdue() {
    if (!limited) {
      return Long.MAX_VALUE;
    }
    synchronized (this) {
      return limited ? Math.max(1, overdueNanos - System.nanoTime()) : Long.MAX_VALUE;
    }
  }

  private synchronized void end() {
    running = null;
    limited = false;
    // An interrupt was meant for the task, and the task is over.
    Thread.interrupted();
  }

  private TaskRecord setUp(Job job) {
    StartUp.begin();
    try {
      SessionContext context = SessionContext.read(job.payload, plain.loader());
      bind(context, identity.group());
      try {
        context.initializer().run();
      } catch (Throwable e) {
        context.close();
        throw e;
      }
      contexts.put(job.id, context);
      return new TaskRecord(job.id, Outcome.VALUE, 0, NOTHING);
    } catch (CodecException e) {
      return setUpFailed(job, Outcome.UNREADABLE, e);
    } catch (Throwable e) {
      return setUpFailed(job, Outcome.THROWN, e);
    } finally {
      StartUp.end();
      TaskContext.unbind();
    }
  }

  /** Tasks may be on their way already. */
  private TaskRecord setUpFailed(Job job, Outcome outcome, Throwable cause) {
    failedSetups.put(job.id, cause);
    return failure(job, outcome, cause, 0);
  }

  private void bind(SessionContext session, RankGroup group) {
    thread.setContextClassLoader(session.loader());
    new TaskContext(identity.rank(), identity.size(), session.globals(), session.objects(), group)
        .bind();
  }

  private @Nullable TaskRecord define(Job job) {
    if (job.definition != null) {
      contexts
          .computeIfAbsent(job.id, id -> SessionContext.plain(plain.loader()))
          .definitions()
          .add(job.definition);
    }
    return null;
  }

  private @Nullable TaskRecord forget(Job job) {
    SessionContext context = contexts.remove(job.id);
    if (context != null) {
      context.close();
    }
    failedSetups.remove(job.id);
    return null;
  }

  private TaskRecord runTask(Job job) {
    SessionContext session = contexts.getOrDefault(TaskIds.setupOf(job.id), plain);
    RankGroup group;
    try {
      // Before anything can fail: the other ranks are waiting for this one.
      group =
          job.members == null
              ? identity.group()
              : identity.join(job.members, () -> isInterrupted(job));
    } catch (Throwable e) {
      return failure(job, Outcome.THROWN, e, 0);
    }
    Throwable setupFailure = failedSetups.get(TaskIds.setupOf(job.id));
    if (setupFailure != null) {
      return failure(job, Outcome.THROWN, setupFailure, 0);
    }
    begin(job);
    bind(session, group);
    try {
      return job.kind == Job.Kind.REFUSED
          ? new TaskRecord(job.id, Outcome.UNREADABLE, 0, job.payload)
          : runTask(job, session, group);
    } finally {
      TaskContext.unbind();
      end();
    }
  }

  private TaskRecord runTask(Job job, SessionContext session, RankGroup group) {
    Codec codec = session.codec();
    TaskBody body;
    StartUp.begin();
    try {
      body = (TaskBody) codec.decode(job.payload, session.loader());
    } catch (CodecException | ClassCastException e) {
      return failure(job, Outcome.UNREADABLE, e, 0);
    } catch (Throwable e) {
      return failure(job, Outcome.THROWN, e, 0);
    } finally {
      StartUp.end();
    }
    long begin = System.nanoTime();
    @Nullable Object value;
    try {
      value = body == null ? null : body.run();
      if (job.members != null) {
        identity.leave(group);
      }
    } catch (Throwable e) {
      return failure(job, Outcome.THROWN, e, System.nanoTime() - begin);
    }
    long nanos = System.nanoTime() - begin;
    try {
      return new TaskRecord(job.id, Outcome.VALUE, nanos, codec.encode(value));
    } catch (Throwable e) {
      // No memory, or an error of users' serialization code.
      return failure(job, Outcome.UNREADABLE, e, nanos);
    }
  }

  private static TaskRecord failure(Job job, Outcome outcome, Throwable thrown, long nanos) {
    return new TaskRecord(job.id, outcome, nanos, RemoteFailure.of(thrown).toPayload());
  }
}
