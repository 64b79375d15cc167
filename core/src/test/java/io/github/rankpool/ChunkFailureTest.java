package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.RemoteFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a chunk's failure on its way from a worker. */
class ChunkFailureTest {
  private static final WorkerInfo WORKER = new WorkerInfo(1, 2, "somewhere", 77);

  private final Codec codec = JavaCodec.selfContained();

  private ChunkFailure sent(List<? extends @Nullable Object> results, Throwable failure)
      throws Exception {
    RemoteFailure description = RemoteFailure.of(new ChunkFailure(results, failure));
    return (ChunkFailure)
        RemoteFailures.exception(
            WORKER,
            Outcome.THROWN,
            description.toPayload(),
            codec,
            ChunkFailureTest.class.getClassLoader());
  }

  @Test
  void theResultsAndTheFailureArrive() throws Exception {
    ChunkFailure received = sent(Arrays.asList(1, null, "three"), new IOException("no 4"));

    assertThat(received.results()).isEqualTo(Arrays.asList(1, null, "three"));
    assertThat(received.failure()).isInstanceOf(IOException.class).hasMessage("no 4");
    assertThat(received.failure().getCause())
        .isInstanceOf(RemoteStackTrace.class)
        .hasMessageContaining("somewhere");
  }

  @Test
  void aFailureThatCannotBeSentArrivesAsItsDescriptionAndTheResultsAsTheyAre() throws Exception {
    ChunkFailure received = sent(List.of(1), new Unsendable());

    assertThat(received.results()).isEqualTo(List.of(1));
    assertThat(received.failure())
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("I hold a thread");
  }

  @Test
  void resultsThatCannotBeSentAreLeftBehindAndTheFailureArrives() throws Exception {
    ChunkFailure received = sent(List.of(new Object()), new IOException("no 2"));

    assertThat(received.results()).isEmpty();
    assertThat(received.failure()).isInstanceOf(IOException.class).hasMessage("no 2");
  }

  /** Cannot be sent, because of what it holds. */
  private static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "UnusedVariable"}) // What the test is about.
    private final Thread thread = new Thread(() -> {});

    Unsendable() {
      super("I hold a thread");
    }
  }
}
