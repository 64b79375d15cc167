package io.github.rankpool.benchmarks;

import static io.github.rankpool.benchmarks.Measurement.REPETITIONS;
import static io.github.rankpool.benchmarks.Measurement.print;
import static io.github.rankpool.benchmarks.Measurement.repeat;
import static io.github.rankpool.benchmarks.Measurement.secondsSince;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Ping-pong of buffers that the backend allocates, through its SPI alone: with the other rank of
 * the world, or with one that is spawned where the world has none. Arguments: {@code SECONDS
 * MAX-BYTES}.
 */
public final class RawProgram implements RankProgram {
  private static final int PING = 1;
  private static final int END = 2;
  private static final int SMALL_BYTES = 8;

  /** For the backend. */
  public RawProgram() {}

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) {
    Optional<InterCommunicator> parent = runtime.parent();
    int maxBytes = Integer.parseInt(arguments.get(1));
    if (parent.isPresent()) {
      answer(runtime, parent.get(), maxBytes);
      parent.get().disconnect();
    } else if (runtime.world().size() == 1) {
      InterCommunicator other =
          runtime.spawn(SpawnRequest.of(1, RawProgram.class).arguments(arguments).build());
      measure(runtime, other, 0, arguments);
      other.disconnect();
    } else if (runtime.world().rank() == 0) {
      measure(runtime, runtime.world(), 1, arguments);
    } else {
      answer(runtime, runtime.world(), maxBytes);
    }
  }

  private static void answer(MpiRuntime runtime, Communicator peer, int maxBytes) {
    ByteBuffer buffer = runtime.allocate(maxBytes);
    while (true) {
      buffer.clear();
      var status = peer.recv(buffer, 0, Communicator.ANY_TAG);
      if (status.tag() == END) {
        return;
      }
      buffer.clear().limit(status.bytes());
      peer.send(buffer, 0, PING);
    }
  }

  private static void measure(
      MpiRuntime runtime, Communicator peer, int rank, List<String> arguments) {
    double seconds = Double.parseDouble(arguments.get(0));
    int maxBytes = Integer.parseInt(arguments.get(1));
    ByteBuffer buffer = runtime.allocate(maxBytes);
    for (int i = 0; i < REPETITIONS; i++) {
      double micros = roundTripSeconds(peer, rank, buffer, SMALL_BYTES, seconds) * 1e6;
      print("latency.median", micros, "us");
    }
    for (long bytes : Sizes.upTo(maxBytes)) {
      for (int i = 0; i < REPETITIONS; i++) {
        double roundTrip = roundTripSeconds(peer, rank, buffer, (int) bytes, seconds / 8);
        print("echo.raw." + bytes, 2 * bytes / roundTrip / 1e9, "GB/s");
      }
    }
    peer.send(buffer.clear().limit(0), rank, END);
  }

  private static double roundTripSeconds(
      Communicator peer, int rank, ByteBuffer buffer, int bytes, double seconds) {
    Runnable pingPong =
        () -> {
          peer.send(buffer.clear().limit(bytes), rank, PING);
          peer.recv(buffer.clear(), rank, PING);
        };
    repeat(seconds / 2, pingPong);
    long start = System.nanoTime();
    int times = repeat(seconds, pingPong);
    return secondsSince(start) / times;
  }
}
