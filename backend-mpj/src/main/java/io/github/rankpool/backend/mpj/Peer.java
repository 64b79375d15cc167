package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A process that this one can reach; also this process itself, which needs no fabric. */
final class Peer {
  /** While one is copied, the next one is on its way. */
  private static final int BLOCKS_AT_ONCE = 3;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final long address;
  private final String description;
  private final @Nullable Fabric fabric;
  private final int place;
  private volatile @Nullable Fault lost;

  private Peer(long address, String description, @Nullable Fabric fabric, int place) {
    this.address = address;
    this.description = description;
    this.fabric = fabric;
    this.place = place;
  }

  /** This process. */
  static Peer self(long address) {
    return new Peer(address, "this rank", null, 0);
  }

  /** Another process. */
  static Peer at(Fabric fabric, int place, long address, String description) {
    return new Peer(address, description, fabric, place);
  }

  /** What all processes know this one by. */
  long address() {
    return address;
  }

  boolean isSelf() {
    return fabric == null;
  }

  /** Why it cannot be reached any more, or null while it can. */
  @Nullable Fault lost() {
    return lost;
  }

  /**
   * Waits until it is known that nothing comes from the process any more, as a call for it has
   * failed: what came before counts first.
   */
  Fault awaitLost(Waiter waiter) {
    waiter.awaitUninterruptibly(() -> lost != null);
    return Objects.requireNonNull(lost);
  }

  /** Nothing comes from it any more. */
  void markLost() {
    if (lost == null) {
      lost = Fault.lost(description);
    }
  }

  void send(Envelope envelope) throws IOException {
    send(envelope, NO_BYTES);
  }

  void send(Envelope envelope, ByteBuffer body) throws IOException {
    fabric().send(place, envelope.encode(), body);
  }

  /**
   * Sends what remains in the buffer, block by block.
   *
   * @param mayGo waits until the receiver has memory for the next block
   */
  void sendBlocks(int key, ByteBuffer data, Step mayGo) throws IOException {
    for (Blocks blocks = new Blocks(data); blocks.hasNext(); ) {
      mayGo.run();
      fabric().sendBlock(place, key, blocks.next()).await();
    }
  }

  /**
   * Fills what remains of the buffer, block by block.
   *
   * @param ready called once a block more can be taken, so that nothing is stored on the way
   */
  void receiveBlocks(int key, ByteBuffer room, Step ready) throws IOException {
    Blocks blocks = new Blocks(room);
    Deque<Fabric.Pending> underWay = new ArrayDeque<>();
    while (blocks.hasNext() || !underWay.isEmpty()) {
      if (blocks.hasNext() && underWay.size() < BLOCKS_AT_ONCE) {
        underWay.add(fabric().receiveBlock(place, key, blocks.next()));
        ready.run();
      } else {
        underWay.remove().await();
      }
    }
  }

  /** A step of a transfer that needs the other side. */
  interface Step {
    void run() throws IOException;
  }

  /** A buffer's remaining bytes, in blocks. */
  private static final class Blocks {
    private final ByteBuffer all;
    private int at;

    Blocks(ByteBuffer data) {
      this.all = data.slice();
    }

    boolean hasNext() {
      return at < all.capacity();
    }

    ByteBuffer next() {
      int bytes = Math.min(Fabric.MAX_BLOCK, all.capacity() - at);
      ByteBuffer block = all.slice(at, bytes);
      at += bytes;
      return block;
    }
  }

  private Fabric fabric() {
    if (fabric == null) {
      throw new AssertionError("what this process sends itself needs no device");
    }
    return fabric;
  }

  @Override
  public String toString() {
    return description;
  }
}
