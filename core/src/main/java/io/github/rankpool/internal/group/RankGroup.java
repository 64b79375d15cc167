package io.github.rankpool.internal.group;

import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ranks that a task's thread works with, over bytes.
 *
 * <pre>
 *  state    becomes   by
 *  open     closed    close
 *           broken    an interrupt during a wait, or a failure of MPI: ranks are out of step
 *  broken   closed    close, which then leaves MPI alone
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class RankGroup {
  /** Beside the one of meetings. */
  private static final int DIVISION_TAG = 2;

  private final MpiRuntime runtime;
  private final MpiLock lock;
  private final Polling polling;
  private final Transfers messages;
  private final IntraCommunicator collectives;
  private final Meeting meeting;
  private final Gathering gathering;
  private final Staging staging;
  private final boolean permanent;
  private volatile boolean abandoned;

  /** Done when the ranks are no longer a master and its workers. */
  private final AtomicReference<CompletableFuture<?>> division =
      new AtomicReference<>(CompletableFuture.allOf());

  private final int rank;
  private final int size;
  private boolean closed;

  /**
   * Takes over two communicators of the same ranks in the same order.
   *
   * @param runtime of this rank
   * @param pointToPoint for the user's messages
   * @param collectives for collective operations and internal messages; nobody else's
   * @param lock of the runtime
   * @param permanent whether the communicators are not the user's to close
   */
  public RankGroup(
      MpiRuntime runtime,
      IntraCommunicator pointToPoint,
      IntraCommunicator collectives,
      MpiLock lock,
      boolean permanent) {
    this.runtime = runtime;
    this.lock = lock;
    this.polling = new Polling(lock);
    this.messages = new Transfers(runtime, pointToPoint, polling);
    this.collectives = collectives;
    this.rank = polling.call(collectives::rank);
    this.size = polling.call(collectives::size);
    this.meeting =
        new Meeting(
            new Transfers(runtime, collectives, polling),
            rank,
            runtime.allocate(size * Call.BYTES));
    this.gathering = new Gathering(runtime, collectives, rank, new Polling(lock));
    this.staging = new Staging(runtime);
    this.permanent = permanent;
    Abandoned.release(runtime, lock);
  }

  /**
   * All ranks of a world or the like, for as long as MPI runs; collective.
   *
   * @param runtime of this rank
   * @param ranks whose messages are the user's
   * @return the group, which the user cannot close
   */
  public static RankGroup permanent(MpiRuntime runtime, IntraCommunicator ranks) {
    return new RankGroup(runtime, ranks, ranks.duplicate(), MpiLock.of(runtime), true);
  }

  /** Gives up what {@link #permanent} made, as a rank was lost; not collective. */
  public void abandon() {
    collectives.abandon();
    abandoned = true;
  }

  /**
   * Tells whether a rank was lost, so that nothing collective would end.
   *
   * @return true after {@link #abandon}
   */
  public boolean isAbandoned() {
    return abandoned;
  }

  /** Frees what {@link #permanent} made, at the end; collective, unless it was given up. */
  public void release() {
    collectives.disconnect();
  }

  /**
   * MPI of this rank.
   *
   * @return the runtime
   */
  public MpiRuntime runtime() {
    return runtime;
  }

  /**
   * This rank.
   *
   * @return 0 to {@code size() - 1}
   */
  public int rank() {
    return rank;
  }

  /**
   * How many ranks there are.
   *
   * @return at least one
   */
  public int size() {
    return size;
  }

  /**
   * Direct memory to copy through.
   *
   * @return this group's own
   */
  public Staging staging() {
    return staging;
  }

  /**
   * Refuses a rank that is not in this group.
   *
   * @param root a rank
   * @throws IllegalArgumentException if there is no such rank
   */
  public void checkRoot(int root) {
    Checks.rank("the root", root, size);
  }

  /**
   * Waits until all ranks are about to do the same, and hears from them with how much.
   *
   * @param mine what this rank is about to do
   * @return what all ranks are about to do
   * @throws IllegalArgumentException if it is not the same
   */
  public Calls meet(Call mine) {
    checkUsable();
    return meeting.meet(mine).checkSame(rank);
  }

  /**
   * Makes native collective calls, which all ranks make now.
   *
   * @param body given the communicator for collective operations
   */
  public void together(Consumer<IntraCommunicator> body) {
    polling.<@Nullable Void>call(
        () -> {
          body.accept(collectives);
          return null;
        });
  }

  /**
   * Sends a message and waits until its memory may be changed.
   *
   * @param direct what to send
   * @param destination rank of the receiver
   * @param tag of the message
   */
  public void send(ByteBuffer direct, int destination, int tag) {
    finishSend(startSend(direct, destination, tag), destination, tag);
  }

  /**
   * Waits for a message and leaves it where it is.
   *
   * @param source rank of the sender, or any
   * @param tag of the message, or any
   * @return the message that the next receive with its source and tag gets
   */
  public Status probe(int source, int tag) {
    checkUsable();
    Checks.source(source, size);
    Checks.tagOrAny(tag);
    return messages.probe(source, tag);
  }

  /** Where a message of a certain length goes. */
  @FunctionalInterface
  public interface Room {
    /**
     * Finds room for a message.
     *
     * @param message what is to be received
     * @return direct memory with room for it
     * @throws IllegalArgumentException to refuse the message, which then stays where it is
     */
    ByteBuffer forMessage(Status message);
  }

  /**
   * Waits for a message and receives it.
   *
   * @param source rank of the sender, or any
   * @param tag of the message, or any
   * @param room finds memory for it; its position is behind the message afterwards
   * @return source, tag and length
   */
  public Status receive(int source, int tag, Room room) {
    Status found = probe(source, tag);
    ByteBuffer memory = room.forMessage(found);
    return messages.finish(
        messages.startReceive(memory, found.source(), found.tag()),
        () -> "the rest of a message from rank " + found.source() + " with tag " + found.tag());
  }

  /**
   * Sends one message and receives another one, in any order.
   *
   * @param direct what to send
   * @param destination rank of the receiver
   * @param sendTag of the message to send
   * @param source rank of the sender, or any
   * @param receiveTag of the message to receive, or any
   * @param room finds memory for the message to receive
   * @return source, tag and length of the message received
   */
  public Status sendReceive(
      ByteBuffer direct, int destination, int sendTag, int source, int receiveTag, Room room) {
    Checks.source(source, size);
    Checks.tagOrAny(receiveTag);
    Transfer send = startSend(direct, destination, sendTag);
    try {
      return receive(source, receiveTag, room);
    } finally {
      finishSend(send, destination, sendTag);
    }
  }

  private Transfer startSend(ByteBuffer direct, int destination, int tag) {
    checkUsable();
    Checks.rank("the destination", destination, size);
    Checks.tag(tag);
    return messages.startSend(direct, destination, tag);
  }

  private void finishSend(Transfer send, int destination, int tag) {
    messages.finish(send, () -> "rank " + destination + " to receive a message with tag " + tag);
  }

  /**
   * Divides this group; collective.
   *
   * @param color ranks of the same number come together; negative for none
   * @param key orders the ranks
   * @return this rank's new group, or empty
   */
  public Optional<RankGroup> split(int color, int key) {
    meet(Call.of(Operation.SPLIT));
    return polling.call(
        () -> {
          Optional<IntraCommunicator> user = messages.communicator().split(color, key);
          Optional<IntraCommunicator> internal = collectives.split(color, key);
          return user.map(
              part -> new RankGroup(runtime, part, internal.orElseThrow(), lock, false));
        });
  }

  /**
   * Makes the same group again, whose messages are apart from this one's; collective.
   *
   * @return the new group
   */
  public RankGroup duplicate() {
    meet(Call.of(Operation.DUPLICATE));
    return polling.call(
        () ->
            new RankGroup(
                runtime,
                messages.communicator().duplicate(),
                collectives.duplicate(),
                lock,
                false));
  }

  /**
   * Makes one rank the master of all others; collective. There must be others.
   *
   * @param root the master
   * @return both halves, to be disconnected by the caller, who also calls {@link #reunite}
   * @throws IllegalStateException if they are divided already
   */
  public MasterAndWorkers divide(int root) {
    claim();
    meet(Call.of(Operation.DIVIDE, Call.NOTHING, root, 0));
    return polling.call(
        () -> {
          boolean master = rank() == root;
          int firstWorker = root == 0 ? 1 : 0;
          IntraCommunicator own = collectives.split(master ? 0 : 1, rank()).orElseThrow();
          return new MasterAndWorkers(
              own,
              own.createIntercommunicator(
                  0, collectives, master ? firstWorker : root, DIVISION_TAG));
        });
  }

  /**
   * Refuses all divisions until {@link #reunite}; for pools that need none. Not collective.
   *
   * @throws IllegalStateException if the ranks are divided already
   */
  public void claim() {
    CompletableFuture<?> open = new CompletableFuture<>();
    if (division.updateAndGet(last -> last.isDone() ? open : last) != open) {
      throw new IllegalStateException(
          "RP-219: the ranks of this communicator are a pool already; close that before");
    }
  }

  /**
   * The ranks can be divided again when something is done: from the very moment, as a callback that
   * told so might come later than what else waits for it. Callable from any thread.
   *
   * @param end what is to be done
   */
  public void reunite(CompletableFuture<?> end) {
    division.set(end);
  }

  /**
   * Some ranks of this group as one of their own; collective over them alone, who must all come
   * here soon.
   *
   * @param members the ranks, in the order that they get
   * @param number of the group, which tells it from all others; greater than that of any before
   * @param givenUp tells, while the others are waited for, whether one of them will not come
   * @return the new group
   * @throws MpiException if that was given up
   */
  public RankGroup select(int[] members, int number, BooleanSupplier givenUp) {
    gathering.gather(members, number, givenUp);
    int tag = number % (Communicator.MAX_TAG + 1);
    return polling.call(
        () -> {
          IntraCommunicator user = collectives.createGroup(members, tag);
          return new RankGroup(runtime, user, user.duplicate(), lock, false);
        });
  }

  /** Ends this group; collective. Idempotent. */
  public void close() {
    if (permanent) {
      throw new IllegalStateException(
          "RP-227: this communicator is the pool's or the program's and ends with it; close only"
              + " those that split() and duplicate() made.");
    }
    if (closed) {
      return;
    }
    if (!polling.isBroken()) {
      meet(Call.of(Operation.CLOSE));
      together(IntraCommunicator::disconnect);
      polling.<@Nullable Void>call(
          () -> {
            messages.communicator().disconnect();
            return null;
          });
    }
    closed = true;
  }

  /**
   * Tells whether ranks are out of step.
   *
   * @return true after an interrupt during a wait, or a failure of MPI
   */
  public boolean isBroken() {
    return polling.isBroken();
  }

  private void checkUsable() {
    if (closed || polling.isBroken()) {
      throw new IllegalStateException(
          "RP-226: this communicator "
              + (closed ? "was closed" : "was in use when MPI failed or its thread was interrupted")
              + " and cannot be used any more.");
    }
  }
}
