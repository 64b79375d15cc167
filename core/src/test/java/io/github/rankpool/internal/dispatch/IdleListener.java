package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;

/** Takes everything over at once, and does nothing with it. */
enum IdleListener implements TaskListener {
  INSTANCE;

  @Override
  public boolean takeOver(Runnable completion) {
    completion.run();
    return true;
  }

  @Override
  public void ended(WorkerInfo worker, Outcome outcome, Payload payload) {}

  @Override
  public void lost(Throwable cause) {}

  @Override
  public void cancelled(Payload payload) {}
}
