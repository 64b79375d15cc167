package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cancelling of many tasks, some of which are known to be cancelled only when their worker has
 * answered. For the communication thread only.
 */
final class Cancellation {
  private final List<TaskListener> cancelled = new ArrayList<>();
  private final Consumer<List<TaskListener>> answer;
  private int unanswered;

  private Cancellation(int tasks, Consumer<List<TaskListener>> answer) {
    this.answer = answer;
    this.unanswered = tasks;
  }

  /**
   * Cancels those tasks that have not begun.
   *
   * @param tasks of sessions
   * @param scheduler withdraws them
   * @param answer gets the listeners of those cancelled, once that is known of every task
   */
  static void begin(
      List<DispatchTask> tasks, Scheduler scheduler, Consumer<List<TaskListener>> answer) {
    Cancellation cancellation = new Cancellation(tasks.size(), answer);
    cancellation.finishIfAnswered();
    for (DispatchTask task : tasks) {
      Payload payload = task.payload();
      scheduler.withdraw(task, taken -> cancellation.answered(task, taken ? payload : null));
    }
  }

  private void answered(DispatchTask task, @Nullable Payload taken) {
    if (taken != null) {
      task.session().tell(listener -> listener.cancelled(taken), task);
      cancelled.add(task.listener());
    }
    unanswered--;
    finishIfAnswered();
  }

  private void finishIfAnswered() {
    if (unanswered == 0) {
      answer.accept(cancelled);
    }
  }
}
