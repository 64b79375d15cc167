package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class RendezvousTest {
  private final LeakCheck leaks = LeakCheck.begin();
  private final byte[] secret = Handshake.newSecret();
  private final Handshake handshake = new Handshake(secret, Handshake.PARENT);
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(30));
  private Rendezvous rendezvous;
  private InetSocketAddress address;

  @BeforeEach
  void listen() throws IOException {
    rendezvous = new Rendezvous(handshake, List.of(InetAddress.getLoopbackAddress()), 1, 3);
    address = rendezvous.addresses().get(0);
  }

  @AfterEach
  void close() {
    rendezvous.close();
    leaks.assertNothingLeft();
  }

  private FutureTask<SortedMap<Integer, Rendezvous.Guest>> await(Deadline limit) {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> task =
        new FutureTask<>(() -> rendezvous.await(limit));
    new Thread(task, "test-rendezvous").start();
    return task;
  }

  private PeerLink dial(int rank) throws IOException {
    return new Dialer(rank, 1000 + rank, deadline).link(address, handshake);
  }

  @Test
  void eachRankComesWithTwoConnections() throws Exception {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> all = await(deadline);
    try (PeerLink second = dial(2);
        PeerLink first = dial(1)) {
      SortedMap<Integer, Rendezvous.Guest> guests = all.get();
      assertThat(guests.keySet()).containsExactly(1, 2);
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      for (int rank = 1; rank <= 2; rank++) {
        Rendezvous.Guest guest = guests.get(rank);
        PeerLink theirs = rank == 1 ? first : second;
        assertThat(guest.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(guest.listener())
            .isEqualTo(new InetSocketAddress(address.getAddress(), 1000 + rank));
        assertFlows(theirs.outgoing(), guest.link().incoming());
        assertFlows(guest.link().outgoing(), theirs.incoming());
        guest.link().close();
      }
      assertNobodyListens();
    }
  }

  private static void assertFlows(SocketChannel from, SocketChannel to) throws IOException {
    for (SocketChannel channel : List.of(from, to)) {
      assertThat(channel.isBlocking()).isTrue();
      assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
    }
    from.write(ByteBuffer.wrap(new byte[] {42}));
    ByteBuffer room = ByteBuffer.allocate(2);
    assertThat(to.read(room)).isEqualTo(1);
    assertThat(room.get(0)).isEqualTo((byte) 42);
  }

  private void assertNobodyListens() {
    assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(ConnectException.class);
  }

  @Test
  void strangersNeitherGetInNorKeepTheRanksOut() throws Exception {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> all = await(deadline);
    try (Strangers strangers = new Strangers();
        PeerLink first = dial(1)) {
      strangers.crowdAround(address);
      long begin = System.nanoTime();
      try (PeerLink second = dial(2)) {
        SortedMap<Integer, Rendezvous.Guest> guests = all.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertFlows(first.outgoing(), guests.get(1).link().incoming());
        assertFlows(second.outgoing(), guests.get(2).link().incoming());
        for (Rendezvous.Guest guest : guests.values()) {
          guest.link().close();
        }
      }
    }
  }

  @Test
  void aPlaceIsGivenOnceAndToExpectedRanksOnly() throws Exception {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> all = await(deadline);
    try (PeerLink first = dial(1)) {
      Deadline soon = Deadline.after(Duration.ofMillis(300));
      for (int rank : new int[] {-1, 0, 1, 3}) {
        assertThatThrownBy(() -> new Dialer(rank, 0, soon).link(address, handshake))
            .as("rank %d", rank)
            .isInstanceOf(IOException.class);
      }
      try (PeerLink second = dial(2)) {
        assertFlows(second.outgoing(), all.get().get(2).link().incoming());
        assertFlows(first.outgoing(), all.get().get(1).link().incoming());
      }
      for (Rendezvous.Guest guest : all.get().values()) {
        guest.link().close();
      }
    }
  }

  @Test
  void silentStrangersAreThrownOutAfterFiveSeconds() throws Exception {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> all = await(deadline);
    long begin = System.nanoTime();
    try (SocketChannel silent = SocketChannel.open(address)) {
      Channels.read(silent, Handshake.GREETING_BYTES, deadline);
      assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    }
    rendezvous.stop();
    assertThatThrownBy(all::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void itGivesUpInTimeNamingWhoIsAbsent() throws Exception {
    FutureTask<SortedMap<Integer, Rendezvous.Guest>> all =
        await(Deadline.after(Duration.ofSeconds(1)));
    try (PeerLink first = dial(1)) {
      assertThatThrownBy(all::get)
          .hasCauseInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("absent: [2]");
      rendezvous.close();
      assertNobodyListens();
      assertThat(first.incoming().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }
}
