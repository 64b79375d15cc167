package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.Agent;
import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.Postman;
import io.github.rankpool.internal.wire.FrameType;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages on between a client and its workers.
 *
 * <pre>
 *  state       on                      does                                        next
 *  RELAYING    a message of either     passes it on, in order
 *              the loss of a worker    tells the client
 *              the client parts        leaves the workers                          ENDING
 *              the client is gone      dismisses the workers                       DISMISSING
 *  DISMISSING  they were told, or it   gives up the way to them                    ENDING
 *              takes too long
 *  ENDING      all that were started   tells a client that is still there          LEFT
 *              for the client ended
 *              it takes too long       ends by force those of this machine           LEFT
 *  LEFT        -
 * </pre>
 *
 * <p>Two threads use it: the communication thread as its agent, and the one that reads the client's
 * letters.
 */
final class Relay implements Agent {
  private static final long DISMISSAL_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_FOR_ENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LIVELY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private enum State {
    RELAYING,
    DISMISSING,
    ENDING,
    LEFT
  }

  private final Workforce workforce;
  private final long backoffNanos;
  private final ToWorkers toWorkers;
  private final FromWorkers fromWorkers;
  private final Watch watch;
  private final Postman client;
  private final Queue<Letter.Message> messages = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<@Nullable Void> left = new CompletableFuture<>();

  /** What the client wants in the end; orderly or not. */
  private volatile Letter.@Nullable Parting parting;

  private volatile boolean clientIsGone;
  private State state = State.RELAYING;
  private long stateNanos;
  private long livelyNanos = System.nanoTime();

  /**
   * Passes nothing on yet.
   *
   * @param workforce whose communicator this relay leaves at its end
   * @param client takes letters to the client
   * @param backoffNanos longest sleep between two looks for messages of workers
   */
  Relay(Workforce workforce, Postman client, long backoffNanos) {
    this.workforce = workforce;
    this.backoffNanos = backoffNanos;
    this.client = client;
    this.watch = new Watch(workforce, client);
    this.toWorkers = new ToWorkers(workforce, client, watch);
    this.fromWorkers = new FromWorkers(workforce, client, watch);
  }

  /** Begins. From any thread; false if the communication thread has ended. */
  boolean begin() {
    return workforce.loop().execute(() -> workforce.loop().attach(this));
  }

  /** Passes a message on to a worker. From any thread. */
  void pass(Letter.Message message) {
    messages.add(message);
    workforce.loop().wake();
  }

  /** The client has said its last word. From any thread. */
  void part(Letter.Parting how) {
    parting = how;
    workforce.loop().wake();
  }

  /** The client has gone without a word, unless it has parted before. From any thread. */
  void clientIsGone() {
    clientIsGone = true;
    workforce.loop().wake();
  }

  /** Completed when the workers have been left. */
  CompletableFuture<@Nullable Void> left() {
    return left;
  }

  @Override
  public int doWork() {
    long now = System.nanoTime();
    // The way to the workers is given up before they have ended.
    int work = state == State.ENDING ? 0 : exchange(now);
    if (work > 0) {
      livelyNanos = now;
    }
    return work + advance(now);
  }

  private int exchange(long now) {
    int work = 0;
    for (Letter.Message next = messages.poll(); next != null; next = messages.poll()) {
      if (state == State.RELAYING) {
        toWorkers.send(next);
      }
      work++;
    }
    work += toWorkers.finish() + fromWorkers.receive(state == State.RELAYING);
    watch.look(now, fromWorkers);
    return work;
  }

  private int advance(long now) {
    State before = state;
    switch (state) {
      case RELAYING -> {
        Letter.Parting how = parting;
        if (how != null && canPart(how.orderly())) {
          part(how.orderly(), now);
        } else if (clientIsGone) {
          toWorkers.sendToAll(FrameType.DISMISSED);
          enter(State.DISMISSING, now);
        }
      }
      case DISMISSING -> {
        boolean quiet = toWorkers.isDone() && !fromWorkers.isMoving();
        if (quiet || now - stateNanos > DISMISSAL_NANOS) {
          workforce.workers().abandon();
          enter(State.ENDING, now);
        }
      }
      case ENDING -> {
        boolean late = now - stateNanos > ENDING_NANOS;
        if (late) {
          watch.endAll();
        }
        if (late || !workforce.endsWithClient() || watch.haveAllEnded()) {
          leave();
        }
      }
      case LEFT -> {}
    }
    return state == before ? 0 : 1;
  }

  /** As the client has done its part, what it sent before has been taken. */
  private boolean canPart(boolean orderly) {
    return messages.isEmpty() && (!orderly || toWorkers.isDone());
  }

  private void part(boolean orderly, long now) {
    if (orderly) {
      workforce.workers().disconnect();
    } else {
      workforce.workers().abandon();
    }
    enter(State.ENDING, now);
  }

  private void enter(State next, long now) {
    state = next;
    stateNanos = now;
  }

  private void leave() {
    state = State.LEFT;
    if (parting != null) {
      client.post(new Letter.Parted());
    }
    left.complete(null);
  }

  @Override
  public long nanosToNextDeadline() {
    boolean moving = state != State.ENDING && (!toWorkers.isDone() || fromWorkers.isMoving());
    return moving ? TimeUnit.MILLISECONDS.toNanos(1) : LOOK_FOR_ENDED_NANOS;
  }

  @Override
  public long backoffNanos() {
    return backoffNanos;
  }

  @Override
  public boolean hasNewWork() {
    return state != State.ENDING && (!messages.isEmpty() || fromWorkers.hasReturned());
  }

  /** Only the client knows whether it waits; where much was said lately, it probably does. */
  @Override
  public Expectation expectation() {
    boolean lively = System.nanoTime() - livelyNanos < LIVELY_NANOS;
    return lively ? Expectation.SOON : Expectation.SOMETIME;
  }

  @Override
  public boolean peersRing() {
    return false;
  }

  @Override
  public boolean isFinished() {
    return state == State.LEFT;
  }

  /** To leave the workers may block. */
  @Override
  public boolean mayBeLent() {
    return false;
  }

  @Override
  public void endSoon() {
    clientIsGone = true;
  }

  @Override
  public void fail(Throwable cause) {
    state = State.LEFT;
    messages.clear();
    if (workforce.endsWithClient() && workforce.loop().runtime().sharedFate().isEmpty()) {
      watch.endAll();
    }
    left.completeExceptionally(cause);
  }

  /** Whether a message may have this tag and length. */
  static boolean isOneOfLinks(int tag, int bytes) {
    return (tag == Link.FRAME_TAG || tag == Link.CHUNK_TAG) && bytes <= Buffers.bytesFor(tag);
  }
}
