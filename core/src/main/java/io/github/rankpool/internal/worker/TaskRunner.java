package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs tasks, one at a time, in the order they came. Whatever a task does, it ends
 * in a record: nothing a task throws ends this thread.
 */
final class TaskRunner {
  private static final Job LAST = new Job(-1, Payload.ofBytes(new byte[0]));

  private final BlockingQueue<Job> inbox = new LinkedBlockingQueue<>();
  private final Codec codec;
  private final ClassLoader loader;
  private final Consumer<TaskRecord> outbox;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param codec reads tasks and writes results
   * @param loader finds the tasks' classes
   * @param name of the thread
   * @param outbox takes the results, on the task thread
   */
  TaskRunner(Codec codec, ClassLoader loader, String name, Consumer<TaskRecord> outbox) {
    this.codec = codec;
    this.loader = loader;
    this.outbox = outbox;
    this.thread = new Thread(this::runAll, name);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
  }

  void add(Job job) {
    inbox.add(job);
  }

  /** Lets the thread end once it has run what is in the inbox. */
  void finish() {
    inbox.add(LAST);
  }

  /** Interrupts the task at hand and lets the thread end behind it. */
  void abandon() {
    inbox.clear();
    inbox.add(LAST);
    thread.interrupt();
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  private void runAll() {
    for (Job job = next(); job != LAST; job = next()) {
      if (job.claim()) {
        TaskRecord result = run(job);
        // An interrupt was meant for the task, and the task is over.
        Thread.interrupted();
        outbox.accept(result);
      }
    }
  }

  private Job next() {
    while (true) {
      try {
        return inbox.take();
      } catch (InterruptedException e) {
        // It came too late for the task that it was meant for.
      }
    }
  }

  private TaskRecord run(Job job) {
    TaskBody body;
    try {
      body = (TaskBody) codec.decode(job.payload, loader);
    } catch (CodecException | ClassCastException e) {
      return failure(job, Outcome.UNREADABLE, e, 0);
    } catch (Throwable e) {
      return failure(job, Outcome.THROWN, e, 0);
    }
    long begin = System.nanoTime();
    @Nullable Object value;
    try {
      value = body == null ? null : body.run();
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

  private TaskRecord failure(Job job, Outcome outcome, Throwable thrown, long nanos) {
    return new TaskRecord(job.id, outcome, nanos, RemoteFailure.of(thrown, codec).toPayload());
  }
}
