package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Watchdog.class)
class EndpointTest {
  private static final int LONG = Fabric.MAX_SHORT;

  /** The process ends between the look whether it is there and the send. */
  @ParameterizedTest
  @ValueSource(ints = {1, LONG})
  void sendToAProcessThatEndsMeanwhileSaysThatItIsLost(int bytes) {
    Endpoint endpoint = new Endpoint(1, "rank 0");
    List<Peer> group =
        endpoint.attach(new EndingFabric(), List.of(1L, 2L), List.of("rank 0", "rank 1"), true);
    PeerChannel channel = new PeerChannel(endpoint, 7, group, 0);

    assertThatThrownBy(() -> channel.isend(ByteBuffer.allocateDirect(bytes), 1, 0))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-313: rank 1 has ended")
        .hasRootCauseMessage("broken pipe");
    endpoint.close();
  }

  /** Ends when something is sent. */
  private static final class EndingFabric implements Fabric {
    private @Nullable Events events;

    @Override
    public int place() {
      return 0;
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public void start(Events listener) {
      events = listener;
    }

    @Override
    public void send(int place, ByteBuffer head, ByteBuffer body) throws IOException {
      new Thread(Objects.requireNonNull(events)::ended).start();
      throw new IOException("broken pipe");
    }

    @Override
    public Pending sendBlock(int place, int key, ByteBuffer block) {
      throw new AssertionError("the receiver did not ask for it");
    }

    @Override
    public Pending receiveBlock(int place, int key, ByteBuffer block) {
      throw new AssertionError("nothing was announced");
    }

    @Override
    public void close() {
      // It has ended.
    }
  }
}
