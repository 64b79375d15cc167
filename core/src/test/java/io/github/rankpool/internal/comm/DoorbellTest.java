package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.DoorbellAddress;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DoorbellTest {
  /** Whoever sleeps through a ring is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final Doorbell mine = Objects.requireNonNull(Doorbell.putUp());
  private final Doorbell theirs = Objects.requireNonNull(Doorbell.putUp());

  @AfterEach
  void takeDown() {
    mine.close();
    theirs.close();
  }

  @Test
  void aRingEndsTheWaitAndTellsWhoRings() {
    DoorbellAddress forOne = mine.admit("one");
    mine.admit("other");
    theirs.ringAt(forOne);

    assertThat(mine.await(HOUR)).isTrue();
    assertThat(mine.hasHeard("one")).isTrue();
    assertThat(mine.hasHeard("other")).isFalse();
  }

  @Test
  void theWaitEndsWithItsLimit() {
    mine.admit("one");

    assertThat(mine.await(MILLISECOND)).isFalse();
    assertThat(mine.await(0)).isFalse();
  }

  @Test
  void wakeEndsTheWaitUnderWayOrTheNextOne() throws Exception {
    mine.wake();
    assertThat(mine.await(HOUR)).isFalse();

    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> mine.await(HOUR));
    TimeUnit.MILLISECONDS.sleep(20);
    mine.wake();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aStrangerIsNotHeard() throws Exception {
    DoorbellAddress address = mine.admit("one");
    try (DatagramChannel stranger = DatagramChannel.open()) {
      InetSocketAddress target =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
      for (byte[] guess :
          new byte[][] {
            {},
            {1},
            new byte[100],
            new byte[8],
            ByteBuffer.allocate(9).putLong(address.number()).array()
          }) {
        stranger.send(ByteBuffer.wrap(guess), target);
        assertThat(mine.await(HOUR)).isFalse();
      }
    }
    assertThat(mine.hasHeard("one")).isFalse();
  }

  @Test
  void aFloodOfRingsIsTakenInPieces() {
    DoorbellAddress address = mine.admit("one");
    for (int i = 0; i < 5_000; i++) {
      theirs.ringAt(address);
    }
    while (mine.hasRung()) {
      assertThat(mine.hasHeard("one")).isTrue();
    }
    assertThat(mine.await(MILLISECOND)).isFalse();
  }

  @Test
  void whoWasForgottenIsNotHeardAnyMore() {
    DoorbellAddress address = mine.admit("one");
    theirs.ringAt(address);
    assertThat(mine.await(HOUR)).isTrue();
    mine.forget("one");
    theirs.ringAt(address);

    assertThat(mine.await(HOUR)).isFalse();
    assertThat(mine.hasHeard("one")).isFalse();
  }

  @Test
  void ringingWhereNobodyListensDoesNothing() {
    DoorbellAddress address = mine.admit("one");
    mine.close();
    for (int i = 0; i < 10; i++) {
      theirs.ringAt(address);
    }
  }

  @Test
  void itListensOnTheLoopbackInterfaceOnly() throws Exception {
    DoorbellAddress address = mine.admit("one");
    for (InetAddress local : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!local.isLoopbackAddress()) {
        try (DatagramChannel stranger = DatagramChannel.open()) {
          stranger.send(
              ByteBuffer.allocate(8).putLong(0, address.number()),
              new InetSocketAddress(local, address.port()));
        } catch (IOException e) {
          // Refused, which is as good.
          assertThat(e).isNotNull();
        }
      }
    }
    assertThat(mine.await(MILLISECOND)).isFalse();
  }
}
