package io.github.rankpool.internal.service;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends the letters of one side of a conversation in their order, on a thread of its own, so that
 * nobody else waits for the peer. Posting never blocks: who posts much looks at {@link
 * #backlogBytes} before.
 *
 * <p>Thread-safe.
 */
public final class Postman {
  private static final Item LAST = new Item(null, () -> {});
  private static final Item NOTHING = new Item(new Letter.Alive(), () -> {});

  /** After so long without a letter, one is sent that says nothing. */
  private static final long QUIET_SECONDS = 5;

  private final Conversation conversation;
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final AtomicLong backlogBytes = new AtomicLong();
  private final Thread thread;

  /** Without a letter it is the last one. */
  private record Item(@Nullable Letter letter, Runnable sent) {
    /** What it keeps from being used again. */
    int bytes() {
      return letter instanceof Letter.Message message ? message.data().capacity() : 0;
    }
  }

  /**
   * Begins to send.
   *
   * @param conversation nobody else writes from now on
   * @param name of the thread
   */
  public Postman(Conversation conversation, String name) {
    this.conversation = conversation;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Posts a letter.
   *
   * @param letter whose buffer must not change until it was sent
   * @param sent run once it was, or cannot be; on any thread
   */
  public void post(Letter letter, Runnable sent) {
    Item item = new Item(letter, sent);
    backlogBytes.addAndGet(item.bytes());
    items.add(item);
  }

  /**
   * Posts a letter.
   *
   * @param letter without a buffer that is used again
   */
  public void post(Letter letter) {
    post(letter, () -> {});
  }

  /**
   * How much was posted and not yet sent.
   *
   * @return bytes of the buffers of messages
   */
  public long backlogBytes() {
    return backlogBytes.get();
  }

  private void run() {
    boolean broken = false;
    try {
      for (Item item = next(); item.letter() != null; item = next()) {
        broken = broken || !write(item.letter());
        backlogBytes.addAndGet(-item.bytes());
        item.sent().run();
      }
      if (!broken) {
        conversation.flush();
      }
    } catch (IOException e) {
      // Over, which its reader finds out as well.
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private Item next() throws InterruptedException {
    Item item = items.poll(QUIET_SECONDS, TimeUnit.SECONDS);
    return item == null ? NOTHING : item;
  }

  /** False if the conversation is over, which its reader finds out as well. */
  private boolean write(Letter letter) {
    try {
      conversation.write(letter);
      if (items.isEmpty()) {
        conversation.flush();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends what was posted, and ends. Returns when that is done or the time is over; after a while
   * the caller closes the conversation, which ends this in any case.
   *
   * @param millis longest wait
   */
  public void close(long millis) {
    items.add(LAST);
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
