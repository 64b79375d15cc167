package io.github.rankpool;

import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import org.jspecify.annotations.Nullable;

/** Makes exceptions of what workers report. */
final class RemoteFailures {
  private static final int MAX_CAUSES = 100;

  private RemoteFailures() {}

  /**
   * What a task threw, or what stands for it.
   *
   * @throws CodecException if results that came with the failure cannot be read
   */
  static Throwable exception(
      WorkerInfo worker, Outcome outcome, Payload payload, Codec codec, ClassLoader loader)
      throws CodecException {
    RemoteFailure failure;
    try {
      failure = RemoteFailure.from(payload);
    } catch (FrameException e) {
      return new IllegalStateException(e.getMessage(), e);
    }
    RemoteStackTrace trace =
        new RemoteStackTrace(
            worker.rank(), worker.size(), worker.host(), worker.pid(), failure.stackTrace());
    if (outcome == Outcome.UNREADABLE) {
      return new TaskSerializationException(
          "RP-402: the task or its result could not be serialized on "
              + worker
              + ": "
              + failure.message(),
          trace);
    }
    String problem;
    if (failure.exception() == null) {
      problem = "it cannot be serialized";
    } else {
      Object decoded = null;
      try {
        decoded = codec.decode(failure.exception(), loader);
        problem = "it is no exception here";
      } catch (CodecException e) {
        problem = String.valueOf(e.getMessage());
      }
      if (decoded instanceof ChunkFailure.Sent sent) {
        return sent.received(worker, codec, loader);
      }
      if (decoded instanceof Throwable thrown) {
        attach(thrown, trace);
        return thrown;
      }
    }
    return new RemoteTaskException(failure.className(), describe(failure, problem), trace);
  }

  private static String describe(RemoteFailure failure, String problem) {
    @Nullable String message = failure.message();
    return "RP-405: the task threw "
        + failure.className()
        + (message == null ? "" : ": " + message)
        + " (not brought here as it was: "
        + problem
        + ")";
  }

  /** Makes the trace the last cause; where the chain is closed, a suppressed exception. */
  private static void attach(Throwable thrown, RemoteStackTrace trace) {
    Throwable last = thrown;
    for (int i = 0; last.getCause() != null && i < MAX_CAUSES; i++) {
      last = last.getCause();
    }
    try {
      last.initCause(trace);
    } catch (IllegalStateException e) {
      thrown.addSuppressed(trace);
    }
  }
}
