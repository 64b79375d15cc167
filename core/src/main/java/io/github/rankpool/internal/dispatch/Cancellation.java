package io.github.rankpool.internal.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The cancelling of many tasks, some of which are known to be cancelled only when their worker has
 * answered. For the communication thread only.
 */
final class Cancellation {
  private final List<TaskListener> cancelled = new ArrayList<>();
  private final Consumer<List<TaskListener>> answer;
  private int unanswered;

  /**
   * Begins to cancel.
   *
   * @param tasks how many answers there will be
   * @param answer gets the listeners of those cancelled, after the last answer
   */
  Cancellation(int tasks, Consumer<List<TaskListener>> answer) {
    this.answer = answer;
    this.unanswered = tasks;
    finishIfAnswered();
  }

  void cancelled(TaskListener listener) {
    cancelled.add(listener);
    notCancelled();
  }

  void notCancelled() {
    unanswered--;
    finishIfAnswered();
  }

  private void finishIfAnswered() {
    if (unanswered == 0) {
      answer.accept(cancelled);
    }
  }
}
