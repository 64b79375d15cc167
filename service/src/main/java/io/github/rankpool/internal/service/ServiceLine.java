package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Inbox;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a conversation with a service: sends messages to workers, hands on theirs,
 * and knows which are lost. Once the conversation is over, all are.
 *
 * <p>Thread-safe.
 */
final class ServiceLine {
  /** Beyond as much that nobody has received yet, the service has to wait. */
  private static final int MAX_UNRECEIVED_BYTES = 64 << 20;

  private static final long GOODBYE_MILLIS = 5_000;
  private static final long PARTING_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ServiceAddress service;
  private final Conversation conversation;
  private final Letter.Ready ready;
  private final Waiter waiter;
  private final Inbox inbox;
  private final Postman postman;
  private final Room room = new Room(MAX_UNRECEIVED_BYTES);
  private final Map<Long, SentMessage> sent = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicReferenceArray<@Nullable Fault> losses;
  private volatile @Nullable Fault over;
  private volatile boolean parted;

  /**
   * Begins to read.
   *
   * @param conversation about workers that are ready
   */
  ServiceLine(
      ServiceAddress service, Conversation conversation, Letter.Ready ready, Waiter waiter) {
    this.service = service;
    this.conversation = conversation;
    this.ready = ready;
    this.waiter = waiter;
    this.inbox = new Inbox(waiter);
    this.losses = new AtomicReferenceArray<>(ready.workers());
    this.postman = new Postman(conversation, "rankpool-service-send");
    Thread reader = new Thread(this::read, "rankpool-service-receive");
    reader.setDaemon(true);
    reader.start();
  }

  Letter.Ready ready() {
    return ready;
  }

  Inbox inbox() {
    return inbox;
  }

  String where() {
    return service.where();
  }

  private void read() {
    String end = "";
    try {
      while (true) {
        take(conversation.read());
      }
    } catch (EOFException e) {
      end = "the service has ended, or closed the connection";
    } catch (IOException | MpiException e) {
      end = "the connection is broken (" + e.getMessage() + ")";
    } finally {
      end(
          new Fault(
              "RP-707",
              "the service at " + service.where() + " cannot be reached any more: " + end + "."));
    }
  }

  private void take(Letter letter) throws IOException {
    if (letter instanceof Letter.Message message) {
      room.take(message.data().remaining());
      Status status =
          new Status(checked(message.peer()), message.tag(), message.data().remaining());
      inbox.deliver(new ReceivedMessage(status, message.data(), room));
    } else if (letter instanceof Letter.Taken taken) {
      SentMessage message = sent.remove(taken.number());
      if (message != null) {
        message.taken();
      }
    } else if (letter instanceof Letter.Lost lost) {
      losses.set(checked(lost.peer()), Fault.lost("worker " + lost.peer()));
      waiter.progressed();
    } else if (letter instanceof Letter.Parted) {
      parted = true;
      waiter.progressed();
    } else {
      throw new IOException("received " + letter.getClass().getSimpleName() + " out of place");
    }
  }

  private int checked(int peer) throws IOException {
    if (peer < 0 || peer >= losses.length()) {
      throw new IOException("received a letter about worker " + peer + " of " + losses.length());
    }
    return peer;
  }

  /** Nothing goes or comes any more. */
  private void end(Fault reason) {
    over = reason;
    conversation.close();
    // Those that are added meanwhile are left to their senders.
    sent.values()
        .removeIf(
            message -> {
              message.failed(reason);
              return true;
            });
    waiter.progressed();
  }

  /** Starts to send a buffer's remaining bytes. */
  SentMessage send(ByteBuffer buffer, int destination, int tag) {
    Fault lost = lost(destination);
    if (lost != null) {
      throw lost.exception();
    }
    long number = numbers.incrementAndGet();
    Status status = new Status(destination, tag, buffer.remaining());
    SentMessage message = new SentMessage(waiter, status);
    sent.put(number, message);
    postman.post(new Letter.Message(destination, tag, number, buffer.slice()));
    // It may have ended in between, and overlooked this one.
    Fault ended = over;
    if (ended != null && sent.remove(number) != null) {
      message.failed(ended);
    }
    return message;
  }

  /** Why nothing will come from a worker any more, or null while something may. */
  @Nullable Fault lost(int peer) {
    Fault ended = over;
    return ended != null ? ended : losses.get(peer);
  }

  /** Tells the service that this was all, and waits a while for it to leave the workers. */
  void part(boolean orderly) {
    room.open();
    postman.post(new Letter.Parting(orderly));
    long deadline = System.nanoTime() + PARTING_LIMIT_NANOS;
    try {
      while (!parted && over == null && deadline - System.nanoTime() > 0) {
        waiter.awaitArrival(deadline - System.nanoTime());
      }
    } catch (MpiException e) {
      // Who is interrupted waits no more, and has said what there was to say.
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
  }

  /** Sends what was posted, and ends the conversation. */
  void close() {
    room.open();
    postman.close(GOODBYE_MILLIS);
    conversation.close();
  }
}
