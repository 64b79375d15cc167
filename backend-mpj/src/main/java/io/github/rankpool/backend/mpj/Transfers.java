package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Long messages of one process. They are announced by a short one; the receiver asks for each block
 * once it has memory for it, so that nothing long is ever stored on the way.
 *
 * <p>A transfer under way has a thread on either side, which waits in the device.
 */
final class Transfers {
  private final Endpoint endpoint;
  private final Waiter owner;
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<Integer, LongSend> announced = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  /**
   * Creates the transfers of one process.
   *
   * @param group that the device knows this process by
   */
  Transfers(Endpoint endpoint, Waiter owner, ThreadGroup group) {
    this.endpoint = endpoint;
    this.owner = owner;
    this.threads =
        Executors.newCachedThreadPool(
            body -> {
              Thread thread = new Thread(group, body, "rankpool-mpj-transfer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Announces a message; its bytes follow when the receiver asks for them. */
  LongSend announce(Peer receiver, long channel, int source, Status status, ByteBuffer data) {
    int key = keys.incrementAndGet();
    LongSend send = new LongSend(owner, status, receiver, data);
    announced.put(key, send);
    try {
      receiver.send(
          new Envelope(Envelope.Kind.LONG, channel, source, status.tag(), status.bytes(), key));
    } catch (IOException e) {
      announced.remove(key);
      throw endpoint.failed(receiver, e);
    }
    // It may have been lost in between, when this send was not there to be told.
    Fault fault = receiver.lost();
    if (fault != null && send.lost(fault)) {
      announced.remove(key);
    }
    return send;
  }

  /** The receiver asks for a block of a message. */
  void pulled(Peer receiver, int key) {
    LongSend send = announced.get(key);
    if (send == null || send.receiver() != receiver) {
      throw new IllegalArgumentException(
          receiver + " asks for a message that is not there: " + key);
    }
    if (send.pulled()) {
      run(
          () -> receiver.sendBlocks(key, send.data(), send::awaitPull),
          receiver,
          fault -> {
            announced.remove(key);
            send.done(fault);
          });
    }
  }

  /** The receiver does not want a message. */
  void dropped(int key) {
    LongSend send = announced.remove(key);
    if (send != null) {
      send.done(null);
    }
  }

  /** Tells the sender that nobody wants its message. */
  void drop(Peer sender, int key) {
    try {
      sender.send(Envelope.control(Envelope.Kind.DROP, key));
    } catch (IOException e) {
      // Who is lost needs no answer.
      return;
    }
  }

  /** Nothing goes to a process any more. */
  void lost(Peer receiver, Fault fault) {
    announced.forEach(
        (key, send) -> {
          if (send.receiver() == receiver && send.lost(fault)) {
            announced.remove(key);
          }
        });
  }

  /** Has the bytes of an announced message brought into the memory. */
  void pull(Peer sender, int key, ByteBuffer target, Consumer<@Nullable Fault> done) {
    run(
        () ->
            sender.receiveBlocks(
                key, target, () -> sender.send(Envelope.control(Envelope.Kind.PULL, key))),
        sender,
        done);
  }

  /** Does something that takes time on a thread of its own; nothing once closed. */
  void later(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // Who closes sees to it.
      return;
    }
  }

  /** Ends the threads; transfers under way end with their device. */
  void close() {
    threads.shutdown();
  }

  private void run(Peer.Step transfer, Peer peer, Consumer<@Nullable Fault> done) {
    try {
      threads.execute(
          () -> {
            @Nullable Fault fault = null;
            try {
              transfer.run();
            } catch (IOException e) {
              fault = whyNot(peer);
            }
            done.accept(fault);
          });
    } catch (RejectedExecutionException e) {
      done.accept(Fault.closed());
    }
  }

  private Fault whyNot(Peer peer) {
    try {
      return peer.awaitLost(owner);
    } catch (MpiException e) {
      return Fault.closed();
    }
  }
}
