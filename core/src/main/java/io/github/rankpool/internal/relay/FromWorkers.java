package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.Postman;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Receives the workers' messages and has them sent to the client, those of each worker in their
 * order. A client that does not read holds up its workers, and costs no more memory than the limit
 * here. For the communication thread.
 */
final class FromWorkers {
  private static final int MAX_BACKLOG_BYTES = 32 << 20;
  private static final int MESSAGES_PER_CYCLE = 64;
  private static final int MAX_UNDER_WAY = 64;

  private final CommLoop loop;
  private final InterCommunicator workers;
  private final Postman client;
  private final Watch watch;
  private final Buffers buffers;

  /** By worker; none of the queues is empty. */
  private final TreeMap<Integer, ArrayDeque<UnderWay>> receiving = new TreeMap<>();

  /** Buffers that the postman has done with. */
  private final Queue<UnderWay> returned = new ConcurrentLinkedQueue<>();

  private int underWay;

  private record UnderWay(int tag, Request request, ByteBuffer buffer) {}

  FromWorkers(Workforce workforce, Postman client, Watch watch) {
    this.loop = workforce.loop();
    this.workers = workforce.workers();
    this.client = client;
    this.watch = watch;
    this.buffers = new Buffers(loop.runtime());
  }

  /**
   * Receives what is there.
   *
   * @param passOn whether the client still wants it
   * @return messages received and passed on
   */
  int receive(boolean passOn) {
    for (UnderWay next = returned.poll(); next != null; next = returned.poll()) {
      buffers.giveBack(next.tag(), next.buffer());
    }
    return begin() + finish(passOn);
  }

  private int begin() {
    int work = 0;
    while (work < MESSAGES_PER_CYCLE
        && underWay < MAX_UNDER_WAY
        && client.backlogBytes() < MAX_BACKLOG_BYTES) {
      MatchedMessage message = workers.improbe(Communicator.ANY_SOURCE, Communicator.ANY_TAG);
      if (message == null) {
        break;
      }
      begin(message);
      work++;
    }
    return work;
  }

  private void begin(MatchedMessage message) {
    Status status = message.status();
    if (!Relay.isOneOfLinks(status.tag(), status.bytes())) {
      // It stays where it is: nothing of a worker that sends such things is passed on any more.
      watch.lose(
          status.source(),
          new MpiException(
              "RP-712", "a worker sent " + status + ", which is no message of a pool"));
      return;
    }
    ByteBuffer buffer = buffers.take(status.tag());
    try {
      Request request = message.irecv(buffer);
      receiving
          .computeIfAbsent(status.source(), worker -> new ArrayDeque<>())
          .addLast(new UnderWay(status.tag(), request, buffer));
      underWay++;
    } catch (MpiException e) {
      buffers.giveBack(status.tag(), buffer);
      watch.lose(status.source(), e);
    }
  }

  private int finish(boolean passOn) {
    int work = 0;
    for (var all = receiving.entrySet().iterator(); all.hasNext(); ) {
      var ofWorker = all.next();
      work += finish(ofWorker.getKey(), ofWorker.getValue(), passOn);
      if (ofWorker.getValue().isEmpty()) {
        all.remove();
      }
    }
    return work;
  }

  private int finish(int worker, ArrayDeque<UnderWay> inOrder, boolean passOn) {
    int work = 0;
    for (Iterator<UnderWay> all = inOrder.iterator(); all.hasNext(); work++) {
      UnderWay next = all.next();
      boolean whole = true;
      try {
        if (next.request().test() == null) {
          break;
        }
      } catch (MpiException e) {
        whole = false;
        watch.lose(worker, e);
      }
      all.remove();
      underWay--;
      if (whole && passOn && !watch.isLost(worker)) {
        passOn(worker, next);
      } else {
        buffers.giveBack(next.tag(), next.buffer());
      }
    }
    return work;
  }

  private void passOn(int worker, UnderWay received) {
    ByteBuffer data = received.buffer().flip();
    if (received.tag() == Link.FRAME_TAG) {
      watch.see(worker, data.duplicate());
    }
    client.post(
        new Letter.Message(worker, received.tag(), 0, data),
        () -> {
          returned.add(received);
          loop.wake();
        });
  }

  /** Whether all that a worker has sent was passed on. */
  boolean isQuiet(int worker) {
    return !receiving.containsKey(worker) && workers.iprobe(worker, Communicator.ANY_TAG) == null;
  }

  boolean isMoving() {
    return underWay > 0;
  }

  boolean hasReturned() {
    return !returned.isEmpty();
  }
}
