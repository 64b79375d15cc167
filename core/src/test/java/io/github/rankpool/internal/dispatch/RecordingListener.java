package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what it was told. */
final class RecordingListener implements TaskListener {
  /** One word for each call: ended, lost or cancelled. */
  final List<String> calls = new ArrayList<>();

  @Nullable WorkerInfo worker;
  @Nullable Outcome outcome;
  @Nullable Payload result;
  @Nullable Throwable cause;

  @Override
  public void ended(WorkerInfo where, Outcome how, Payload payload) {
    calls.add("ended");
    worker = where;
    outcome = how;
    result = payload;
  }

  @Override
  public void lost(Throwable why) {
    calls.add("lost");
    cause = why;
  }

  @Override
  public void cancelled(Payload payload) {
    calls.add("cancelled");
  }
}
