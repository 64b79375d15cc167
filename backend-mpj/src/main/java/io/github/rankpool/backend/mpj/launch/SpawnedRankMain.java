package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.RankMain;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Main class of the processes that this backend spawns: learns from standard input what it is,
 * connects with the others, and goes on as {@link RankMain}. It never outlives its spawner by more
 * than a few seconds.
 */
public final class SpawnedRankMain {
  private static final int NOT_CONNECTED = 3;
  private static final long GRACE_SECONDS = 5;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private SpawnedRankMain() {}

  /**
   * Runs one rank; ends the process.
   *
   * @param args none
   */
  public static void main(String[] args) {
    InputStream lifeLine = new FileInputStream(FileDescriptor.in);
    System.setIn(InputStream.nullInputStream());
    Bootstrap bootstrap;
    try {
      bootstrap = Bootstrap.read(lifeLine);
      watch(lifeLine);
      join(bootstrap).makeCurrent();
    } catch (IOException e) {
      System.err.println("RP-354: a spawned rank cannot connect with the others: " + e);
      System.exit(NOT_CONNECTED);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.exit(NOT_CONNECTED);
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("mpj", bootstrap.program()));
    arguments.addAll(bootstrap.arguments());
    RankMain.main(arguments.toArray(String[]::new));
  }

  /** Where the life line ends, so does this process, whatever its threads do. */
  private static void watch(InputStream lifeLine) {
    Thread watcher =
        new Thread(
            () -> {
              awaitEnd(lifeLine);
              try {
                TimeUnit.SECONDS.sleep(GRACE_SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(NOT_CONNECTED);
            },
            "rankpool-mpj-lifeline");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void awaitEnd(InputStream lifeLine) {
    try {
      lifeLine.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as its end.
      return;
    }
  }

  private static Membership join(Bootstrap bootstrap) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    InetAddress host = InetAddress.getByName(bootstrap.host());
    InetSocketAddress spawner = new InetSocketAddress(host, bootstrap.port());
    if (bootstrap.size() == 1) {
      PeerLink parent = Siblings.link(spawner, bootstrap, 0);
      return ready(bootstrap, parent, Collections.singletonList(null), deadline);
    }
    InetAddress here = host.isLoopbackAddress() ? host : localAddressTowards(spawner);
    try (Reception reception =
        new Reception(
            here,
            bootstrap.secret(),
            rank -> rank > bootstrap.rank() && rank < bootstrap.size())) {
      PeerLink parent = Siblings.link(spawner, bootstrap, reception.port());
      List<InetSocketAddress> places =
          Siblings.read(parent.incoming(), bootstrap.size(), deadline);
      List<@Nullable PeerLink> siblings =
          Siblings.connect(bootstrap, places, reception, deadline);
      return ready(bootstrap, parent, siblings, deadline);
    }
  }

  private static Membership ready(
      Bootstrap bootstrap, PeerLink parent, List<@Nullable PeerLink> siblings, long deadline)
      throws IOException {
    if (bootstrap.size() == 1) {
      Siblings.read(parent.incoming(), 1, deadline);
    }
    parent.outgoing().write(ByteBuffer.wrap(new byte[] {1}));
    return new Membership(bootstrap, parent, siblings);
  }

  private static InetAddress localAddressTowards(InetSocketAddress spawner) throws IOException {
    try (var probe = java.nio.channels.SocketChannel.open(spawner)) {
      return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
    }
  }
}
