package io.github.rankpool.backend.mpj;

import io.github.rankpool.backend.mpj.device.DeviceStarter;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.ThreadDump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A world whose ranks are threads of this JVM, each with a device {@code niodev} of its own, over
 * sockets on loopback. Much faster to start than processes, and easier to look into.
 */
final class DevicesInOneJvm {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long FIRST_ADDRESS = 1000;

  private DevicesInOneJvm() {}

  static void run(int ranks, Scenario scenario) {
    List<MpiRuntime> runtimes = start(ranks);
    ExecutorService threads = Executors.newFixedThreadPool(ranks);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (MpiRuntime runtime : runtimes) {
        running.add(
            threads.submit(
                () -> {
                  try (runtime) {
                    scenario.run(runtime);
                  }
                  return true;
                }));
      }
      for (Future<?> rank : running) {
        rank.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a rank failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no end within " + LIMIT + ":\n" + ThreadDump.take(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Starts the ranks' runtimes, in rank order. */
  static List<MpiRuntime> start(int ranks) {
    List<List<@Nullable SocketChannel>> outgoing = new ArrayList<>();
    List<List<@Nullable SocketChannel>> incoming = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      outgoing.add(new ArrayList<>(Collections.nCopies(ranks, null)));
      incoming.add(new ArrayList<>(Collections.nCopies(ranks, null)));
      addresses.add(FIRST_ADDRESS + rank);
      descriptions.add("rank " + rank);
    }
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      for (int from = 0; from < ranks; from++) {
        for (int to = 0; to < ranks; to++) {
          if (from != to) {
            outgoing.get(from).set(to, SocketChannel.open(server.getLocalAddress()));
            incoming.get(to).set(from, server.accept());
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    DeviceEntry devices = new DeviceStarter();
    List<MpiRuntime> runtimes = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      Endpoint endpoint = new Endpoint(addresses.get(rank), "rank " + rank);
      List<Peer> group =
          ranks == 1
              ? List.of(endpoint.self())
              : endpoint.attach(
                  devices.adopt(rank, outgoing.get(rank), incoming.get(rank)),
                  addresses,
                  descriptions,
                  true);
      World world =
          new World(endpoint, Context.of(endpoint, 1, group), Optional.empty(), new byte[0]);
      runtimes.add(new MpjRuntime(world, devices));
    }
    return runtimes;
  }
}
