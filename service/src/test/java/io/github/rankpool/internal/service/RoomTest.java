package io.github.rankpool.internal.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoomTest {
  private final Room room = new Room(10);

  private CompletableFuture<Void> taking(int bytes) throws InterruptedException {
    CompletableFuture<Thread> taker = new CompletableFuture<>();
    CompletableFuture<Void> taken =
        CompletableFuture.runAsync(
            () -> {
              taker.complete(Thread.currentThread());
              room.take(bytes);
            },
            command -> new Thread(command).start());
    Thread thread = taker.join();
    while (thread.getState() != Thread.State.WAITING && !taken.isDone()) {
      Thread.onSpinWait();
    }
    return taken;
  }

  @Test
  void whatFitsIsLetIn() throws Exception {
    room.take(4);
    taking(6).get(10, SECONDS);
  }

  @Test
  void whatDoesNotFitWaitsUntilEnoughWasCarriedAway() throws Exception {
    room.take(4);
    room.take(4);
    CompletableFuture<Void> waiting = taking(6);
    assertThat(waiting).isNotDone();

    room.giveBack(4);
    waiting.get(10, SECONDS);
  }

  @Test
  void whatIsLargerThanTheRoomHasItForItselfAlone() throws Exception {
    taking(11).get(10, SECONDS);
    CompletableFuture<Void> waiting = taking(1);
    assertThat(waiting).isNotDone();

    room.giveBack(11);
    waiting.get(10, SECONDS);
  }

  @Test
  void anOpenRoomLetsAllIn() throws Exception {
    room.take(10);
    CompletableFuture<Void> waiting = taking(10);

    room.open();
    waiting.get(10, SECONDS);
    taking(10).get(10, SECONDS);
  }
}
