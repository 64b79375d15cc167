package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Starts the processes of a spawn and connects them with this one and with each other. All that
 * they need they get by their standard input; all connections are proved by a secret that is new
 * for every spawn; nothing listens once they are made.
 */
public final class Launcher {
  private static final String LIMIT_PROPERTY = "rankpool.mpj.start-timeout";
  private static final long DEFAULT_LIMIT_SECONDS = 120;
  private static final long LOOK_MILLIS = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SpawnRequest request;
  private final long deadline;
  private final byte[] secret = Handshake.newSecret();
  private final List<Process> processes = new ArrayList<>();

  private Launcher(SpawnRequest request) {
    this.request = request;
    this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds());
  }

  /**
   * Starts the processes; returns when all are connected with all.
   *
   * @param request what to start
   * @param address what other processes know this one by
   * @return the processes, to be closed by the caller
   * @throws MpiException if one cannot be started, ends before its time or does not come in time
   */
  public static LaunchedRanks launch(SpawnRequest request, long address) {
    return new Launcher(request).launch(address);
  }

  private static long limitSeconds() {
    Long set = Long.getLong(LIMIT_PROPERTY);
    return set == null || set <= 0 ? DEFAULT_LIMIT_SECONDS : set;
  }

  private LaunchedRanks launch(long address) {
    final ProcessBuilder process = LocalCommand.of(request);
    final long worldKey = RANDOM.nextLong();
    List<Long> addresses = RANDOM.longs(request.ranks()).boxed().toList();
    InetAddress here = InetAddress.getLoopbackAddress();
    try (Reception reception =
        new Reception(here, secret, rank -> rank >= 0 && rank < request.ranks())) {
      try {
        for (int rank = 0; rank < request.ranks(); rank++) {
          start(
              process,
              new Bootstrap(
                  rank,
                  worldKey,
                  address,
                  addresses,
                  here.getHostAddress(),
                  reception.port(),
                  secret,
                  request.credential(),
                  request.program(),
                  request.arguments()),
              reception);
        }
        List<Reception.Arrived> arrived = awaitAll(reception);
        reception.close();
        connectSiblings(arrived);
        List<PeerLink> links = arrived.stream().map(Reception.Arrived::link).toList();
        return new LaunchedRanks(worldKey, addresses, processes, links);
      } catch (IOException | RuntimeException | InterruptedException e) {
        LaunchedRanks.end(processes, System.nanoTime());
        reception.dismiss();
        throw e;
      }
    } catch (IOException e) {
      throw new MpiException("RP-351", "cannot connect with spawned ranks: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpiException("RP-314", "the thread was interrupted while it spawned ranks.", e);
    }
  }

  private void start(ProcessBuilder prepared, Bootstrap bootstrap, Reception reception) {
    Process process = LocalCommand.start(prepared);
    processes.add(process);
    process.onExit().thenRun(reception::changed);
    try {
      // Not closed: its end is the end of the process.
      OutputStream lifeLine = process.getOutputStream();
      lifeLine.write(bootstrap.encode());
      lifeLine.flush();
    } catch (IOException e) {
      throw endedEarly(bootstrap.rank());
    }
  }

  private List<Reception.Arrived> awaitAll(Reception reception) throws InterruptedException {
    while (true) {
      List<Reception.Arrived> arrived = new ArrayList<>();
      for (int rank = 0; rank < processes.size(); rank++) {
        Reception.Arrived one = reception.arrived(rank);
        if (one != null) {
          arrived.add(one);
        }
      }
      if (arrived.size() == processes.size()) {
        return arrived;
      }
      checkAlive();
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new MpiException(
            "RP-353",
            "only "
                + arrived.size()
                + " of "
                + processes.size()
                + " spawned ranks came in time. See what they printed; -D"
                + LIMIT_PROPERTY
                + "=SECONDS gives them more time.");
      }
      reception.awaitChange(Math.min(left, LOOK_MILLIS));
    }
  }

  private void checkAlive() {
    for (int rank = 0; rank < processes.size(); rank++) {
      if (!processes.get(rank).isAlive()) {
        throw endedEarly(rank);
      }
    }
  }

  private MpiException endedEarly(int rank) {
    Process process = processes.get(rank);
    String status;
    try {
      status =
          process.waitFor(1, TimeUnit.SECONDS) ? "exit status " + process.exitValue() : "no status";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = "no status";
    }
    return new MpiException(
        "RP-352",
        "spawned rank "
            + rank
            + " (pid "
            + process.pid()
            + ") ended before it was connected, with "
            + status
            + ". See what it printed.");
  }

  /** Tells each rank where the others wait, and waits until each has found them. */
  private void connectSiblings(List<Reception.Arrived> arrived) throws IOException {
    List<InetSocketAddress> places = new ArrayList<>();
    for (Reception.Arrived each : arrived) {
      InetSocketAddress remote =
          (InetSocketAddress) each.link().incoming().getRemoteAddress();
      places.add(new InetSocketAddress(remote.getAddress(), each.port()));
    }
    ByteBuffer table = Siblings.encode(places);
    for (int rank = 0; rank < arrived.size(); rank++) {
      write(arrived.get(rank).link().outgoing(), table.duplicate(), rank);
    }
    for (int rank = 0; rank < arrived.size(); rank++) {
      try {
        Handshake.read(arrived.get(rank).link().incoming().socket(), 1, deadline);
      } catch (IOException e) {
        checkAlive();
        throw new IOException("rank " + rank + " cannot reach the others: " + e, e);
      }
    }
  }

  private void write(SocketChannel channel, ByteBuffer bytes, int rank) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      checkAlive();
      throw new IOException("rank " + rank + " has gone: " + e, e);
    }
  }
}
