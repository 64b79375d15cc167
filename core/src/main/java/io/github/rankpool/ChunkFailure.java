package io.github.rankpool;

import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Envelope;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a chunk of a {@code map} ends when one of its elements fails: the cause is what that element
 * threw, and the results of the elements before it come along. Seen by {@link MapRun} only.
 */
final class ChunkFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Codec CODEC = JavaCodec.selfContained();

  private final transient List<? extends @Nullable Object> results;
  private final transient Throwable failure;

  ChunkFailure(List<? extends @Nullable Object> results, Throwable failure) {
    super(failure);
    this.results = results;
    this.failure = failure;
  }

  /** What the failing element threw; the cause as well. */
  Throwable failure() {
    return failure;
  }

  List<? extends @Nullable Object> results() {
    return results;
  }

  /**
   * Encodes the two parts on their own, so that one which cannot be sent does not take the other
   * with it.
   */
  private Object writeReplace() throws InvalidObjectException {
    return new Sent(encode(results), RemoteFailure.of(failure).toPayload().toByteArray());
  }

  private static byte[] encode(List<? extends @Nullable Object> results)
      throws InvalidObjectException {
    try {
      return CODEC.encode(new ArrayList<>(results)).toByteArray();
    } catch (CodecException e) {
      if (results.isEmpty()) {
        throw new InvalidObjectException("an empty list could not be encoded: " + e.getMessage());
      }
      return encode(List.of());
    }
  }

  /** The form in which it travels. */
  record Sent(byte[] results, byte[] failure) implements Serializable, Envelope {

    /** What was sent, made by the process that gets it. */
    ChunkFailure received(WorkerInfo worker, Codec codec, ClassLoader loader)
        throws CodecException {
      Object before = codec.decode(Payload.ofBytes(results), loader);
      return new ChunkFailure(
          before instanceof List<?> list ? list : List.of(),
          RemoteFailures.exception(
              worker, Outcome.THROWN, Payload.ofBytes(failure), codec, loader));
    }
  }
}
