package io.github.rankpool.testkit;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MPI without threads or processes: one rank under test, and remote ranks that a test plays by
 * hand. What the rank sends is kept for the test to look at; what it is to receive, the test {@link
 * #deliver}s. So the test chooses every interleaving.
 *
 * <p>Sends are complete at once, or, after {@link #holdSends}, when the test says so; a buffer that
 * was changed before its send was complete makes the test fail. The runtime cannot block. For one
 * thread at a time, but for {@link #wake}.
 */
public final class ManualBackend implements MpiRuntime {
  private final ManualCommunicator communicator;
  private final AtomicInteger wakes = new AtomicInteger();
  private int allocated;

  /**
   * A message that the rank under test has sent.
   *
   * @param tag of the message
   * @param bytes a copy of its content
   */
  public record Sent(int tag, byte[] bytes) {}

  /**
   * Creates a runtime that is joined to remote ranks.
   *
   * @param remoteSize number of remote ranks, at least one
   */
  public ManualBackend(int remoteSize) {
    this.communicator = new ManualCommunicator(remoteSize);
  }

  /**
   * The communicator to the remote ranks.
   *
   * @return the same object every time; this rank is rank 0 of its local group
   */
  public InterCommunicator communicator() {
    return communicator;
  }

  /**
   * Takes what was sent to a rank since the last call.
   *
   * @param rank of the remote group
   * @return the messages in the order sent, whether or not their sends are complete
   */
  public List<Sent> sent(int rank) {
    return communicator.takeSent(rank);
  }

  /**
   * Lets a message arrive.
   *
   * @param source rank of the remote group
   * @param tag of the message
   * @param bytes not copied
   */
  public void deliver(int source, int tag, byte[] bytes) {
    communicator.deliver(source, tag, bytes);
  }

  /**
   * Lets a message arrive whose bytes stay behind: receiving it fails, as where its sender has died
   * meanwhile.
   *
   * @param source rank of the remote group
   * @param tag of the message
   * @param length of the message, in bytes
   */
  public void deliverCut(int source, int tag, int length) {
    communicator.deliverCut(source, tag, length);
  }

  /**
   * Loses a rank: sends to it fail, those that are held included. What it has sent can still be
   * received.
   *
   * @param rank of the remote group
   */
  public void lose(int rank) {
    communicator.lose(rank);
  }

  /** From now on, a send is complete only after {@link #completeSends}. */
  public void holdSends() {
    communicator.holdSends();
  }

  /**
   * Completes the sends that are held.
   *
   * @throws AssertionError if a buffer was changed meanwhile
   */
  public void completeSends() {
    communicator.completeSends();
  }

  /**
   * Completes the oldest send that is held.
   *
   * @throws AssertionError if there is none, or its buffer was changed meanwhile
   */
  public void completeOldestSend() {
    communicator.completeOldestSend();
  }

  /**
   * How many sends are held.
   *
   * @return zero or more
   */
  public int heldSends() {
    return communicator.heldSends();
  }

  /**
   * Tells whether all that was delivered was received.
   *
   * @return true if no message is left
   */
  public boolean isAllReceived() {
    return communicator.isAllReceived();
  }

  /**
   * Tells whether the rank under test has left the communicator.
   *
   * @return true after a disconnect
   */
  public boolean isDisconnected() {
    return communicator.isDisconnected();
  }

  /**
   * Tells whether the communicator was given up.
   *
   * @return true after {@code abandon}
   */
  public boolean isAbandoned() {
    return communicator.isAbandoned();
  }

  /**
   * How many buffers were allocated.
   *
   * @return zero or more
   */
  public int allocatedBuffers() {
    return allocated;
  }

  /**
   * How often {@link #wake} was called.
   *
   * @return zero or more
   */
  public int wakes() {
    return wakes.get();
  }

  @Override
  public ByteBuffer allocate(int capacity) {
    allocated++;
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  @Override
  public String backend() {
    return "manual";
  }

  @Override
  public ThreadLevel threadLevel() {
    return ThreadLevel.SERIALIZED;
  }

  @Override
  public boolean toleratesInterrupts() {
    return true;
  }

  @Override
  public String host() {
    return "manual";
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    return communicator;
  }

  @Override
  public Optional<InterCommunicator> parent() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> credential() {
    return Optional.empty();
  }

  @Override
  public OptionalInt universeSize() {
    return OptionalInt.empty();
  }

  @Override
  public boolean blocksOnArrival() {
    return false;
  }

  @Override
  public void awaitArrival(long nanos) {}

  @Override
  public void wake() {
    wakes.incrementAndGet();
  }

  @Override
  public void close() {}

  @Override
  public IntraCommunicator world() {
    throw new UnsupportedOperationException("a manual backend has no world");
  }

  @Override
  public IntraCommunicator self() {
    throw new UnsupportedOperationException("a manual backend has no communicator of its own");
  }

  @Override
  public void abort(int status) {
    throw new AssertionError("aborted with status " + status);
  }
}
