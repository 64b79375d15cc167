package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An executor's session, and what it and its listeners were told. */
final class SessionFixture implements PoolEvents {
  final TaskQueue queue = new TaskQueue();
  final Session session;
  final List<Throwable> breakages = new ArrayList<>();

  /** How many workers went on, one entry each time that some were lost. */
  final List<Integer> leftEvents = new ArrayList<>();

  /** One entry for each end: well or broken. */
  final List<String> ends = new ArrayList<>();

  int ready;
  private final Map<Long, RecordingListener> listeners = new LinkedHashMap<>();
  private long lastId;

  SessionFixture(int number, boolean withSetup) {
    lastId = TaskIds.setup(number);
    session =
        new Session(
            lastId,
            withSetup ? Payload.ofBytes(new byte[] {1}) : null,
            queue,
            new Completions(Runnable::run, () -> {}),
            this);
  }

  /** A session that is open. */
  SessionFixture(DispatcherFixture pool, int number, boolean withSetup) {
    this(number, withSetup);
    assertThat(pool.dispatcher.open(session)).isTrue();
  }

  long id() {
    return session.id;
  }

  List<DispatchTask> submit(int count) {
    List<DispatchTask> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(submit(Payload.ofBytes(new byte[] {1})));
    }
    return tasks;
  }

  DispatchTask submit(Payload payload) {
    RecordingListener listener = new RecordingListener();
    DispatchTask task = new DispatchTask(++lastId, payload, TaskTerms.NONE, listener);
    listeners.put(task.id(), listener);
    assertThat(queue.offer(task)).isTrue();
    return task;
  }

  boolean isDone(DispatchTask task) {
    RecordingListener listener = listeners.get(task.id());
    return listener != null && !listener.calls.isEmpty();
  }

  /** What each listener was told, oldest task first. */
  List<List<String>> calls() {
    return listeners.values().stream().map(listener -> listener.calls).toList();
  }

  @Override
  public void ready(List<WorkerInfo> workers) {
    ready++;
  }

  @Override
  public void left(int workers) {
    leftEvents.add(workers);
  }

  @Override
  public void broken(Throwable cause) {
    breakages.add(cause);
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    ends.add(cause == null ? "well" : "broken");
  }
}
