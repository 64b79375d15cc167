package io.github.rankpool;

import io.github.rankpool.internal.group.Call;
import io.github.rankpool.internal.group.Calls;
import io.github.rankpool.internal.group.Checks;
import io.github.rankpool.internal.group.Counts;
import io.github.rankpool.internal.group.Operation;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.group.Staging;
import io.github.rankpool.internal.wire.PrimitiveArrays;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Status;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MpiCommunicator} does with arrays of one primitive type, given by {@link
 * MpiCommunicator#doubles()} and its sisters. The elements travel as they are, without
 * serialization.
 *
 * <p>Arrays given are not changed (but by {@link #broadcast}) and not kept; arrays returned are new
 * and the caller's. An operation for a root returns an empty array elsewhere. All that {@link
 * MpiCommunicator} says of threads, waiting and errors holds here.
 *
 * @param <A> the type of the arrays, such as {@code double[]}
 */
public final class MpiArrays<A> {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocateDirect(0);

  private final RankGroup ranks;
  private final A empty;
  private final byte typeCode;

  /** Null for types that have no arithmetic. */
  private final @Nullable ElementType elements;

  MpiArrays(RankGroup ranks, A empty, @Nullable ElementType elements) {
    this.ranks = ranks;
    this.empty = empty;
    this.typeCode = PrimitiveArrays.typeCode(empty);
    this.elements = elements;
  }

  /**
   * Copies the root's elements to all ranks (MPI-4.0 §6.4).
   *
   * @param array read at the root, overwritten elsewhere; of the same length on every rank
   * @param root rank that has the elements
   * @throws IllegalArgumentException if there is no such rank (code RP-221), the lengths differ
   *     (RP-222), or the array is too long (RP-223)
   */
  public void broadcast(A array, int root) {
    ranks.checkRoot(root);
    int bytes = bytes(array);
    boolean giving = ranks.rank() == root;
    ByteBuffer memory = giving ? staging().copyOf(array) : staging().in(bytes);
    meet(Operation.BROADCAST, root, bytes).checkEqualLengths();
    ranks.together(communicator -> communicator.broadcast(memory, root));
    if (!giving) {
      PrimitiveArrays.copyIn(memory.flip(), bytes, array, 0);
    }
  }

  /**
   * Brings all ranks' elements to the root, one behind the other in rank order (MPI-4.0 §6.5).
   *
   * @param part this rank's elements; the lengths may differ
   * @param root rank that gets the elements
   * @return all parts at the root, an empty array elsewhere
   * @throws IllegalArgumentException if there is no such rank (code RP-221), or the parts are too
   *     long together (RP-223)
   */
  public A gather(A part, int root) {
    ranks.checkRoot(root);
    boolean taking = ranks.rank() == root;
    int bytes = bytes(part);
    ByteBuffer send = staging().copyOf(part);
    int[] counts = meet(Operation.GATHER, root, bytes).given();
    ByteBuffer receive = taking ? staging().in(Counts.sum(counts)) : NO_BYTES;
    ranks.together(communicator -> communicator.gather(send, receive, counts, root));
    return taking ? array(receive) : empty;
  }

  /**
   * Brings all ranks' elements to all ranks, one behind the other in rank order (MPI-4.0 §6.7).
   *
   * @param part this rank's elements; the lengths may differ
   * @return all parts
   * @throws IllegalArgumentException if the parts are too long together (code RP-223)
   */
  public A allGather(A part) {
    int bytes = bytes(part);
    ByteBuffer send = staging().copyOf(part);
    int[] counts = meet(Operation.ALL_GATHER, Call.NONE, bytes).given();
    ByteBuffer receive = staging().in(Counts.sum(counts));
    ranks.together(communicator -> communicator.allGather(send, receive, counts));
    return array(receive);
  }

  /**
   * Gives every rank an equal part of the root's elements, in rank order (MPI-4.0 §6.6).
   *
   * @param whole at the root: a multiple of {@code size()} elements; elsewhere not looked at
   * @param root rank that has the elements
   * @return this rank's part
   * @throws IllegalArgumentException if there is no such rank or the elements cannot be divided
   *     (code RP-221), or there are too many (RP-223)
   */
  public A scatter(@Nullable A whole, int root) {
    ranks.checkRoot(root);
    if (ranks.rank() != root) {
      return receivePart(root);
    }
    if (whole == null) {
      throw Checks.refused("the root must have an array to scatter, not null");
    }
    return givePart(equalCounts(whole), () -> staging().copyOf(whole));
  }

  /**
   * Gives every rank a part of its own (MPI-4.0 §6.6).
   *
   * @param parts at the root: one for each rank, of any lengths; elsewhere not looked at
   * @param root rank that has the parts
   * @return this rank's part
   * @throws IllegalArgumentException if there is no such rank or not one part for each (code
   *     RP-221), or they are too long together (RP-223)
   */
  public A scatter(@Nullable List<A> parts, int root) {
    ranks.checkRoot(root);
    if (ranks.rank() != root) {
      return receivePart(root);
    }
    if (parts == null) {
      throw Checks.refused("the root must have a list of arrays to scatter, not null");
    }
    int[] counts = counts(parts);
    return givePart(counts, () -> staged(parts, counts));
  }

  private A givePart(int[] counts, Supplier<ByteBuffer> content) {
    int root = ranks.rank();
    meet(Operation.SCATTER, root, Counts.sum(counts));
    ByteBuffer receive = staging().in(Counts.scatter(ranks, counts, root));
    ByteBuffer send = content.get();
    ranks.together(communicator -> communicator.scatter(send, counts, receive, root));
    return array(receive);
  }

  private A receivePart(int root) {
    int[] none = {};
    meet(Operation.SCATTER, root, 0);
    ByteBuffer receive = staging().in(Counts.scatter(ranks, none, root));
    ranks.together(communicator -> communicator.scatter(NO_BYTES, none, receive, root));
    return array(receive);
  }

  /**
   * Sends every rank an equal part of this rank's elements (MPI-4.0 §6.8).
   *
   * @param whole a multiple of {@code size()} elements; the same number on every rank
   * @return the parts from all ranks, one behind the other in rank order
   * @throws IllegalArgumentException if the elements cannot be divided (code RP-221), the lengths
   *     differ (RP-222), or there are too many (RP-223)
   */
  public A allToAll(A whole) {
    int[] counts = equalCounts(whole);
    int bytes = bytes(whole);
    ByteBuffer send = staging().copyOf(whole);
    ByteBuffer receive = staging().in(bytes);
    meet(Operation.ALL_TO_ALL, Call.NONE, bytes).checkEqualLengths();
    ranks.together(communicator -> communicator.allToAll(send, counts, receive, counts));
    return array(receive);
  }

  /**
   * Sends every rank a part of its own (MPI-4.0 §6.8).
   *
   * @param parts one for each rank, of any lengths
   * @return the parts from all ranks, in rank order
   * @throws IllegalArgumentException if there is not one part for each rank (code RP-221), or they
   *     are too long together (RP-223)
   */
  public List<A> allToAll(List<A> parts) {
    int[] sendCounts = counts(parts);
    ranks.meet(Call.of(Operation.ALL_TO_ALL_PARTS, typeCode, Call.NONE, 0));
    int[] receiveCounts = Counts.exchange(ranks, sendCounts);
    ByteBuffer send = staged(parts, sendCounts);
    ByteBuffer receive = staging().in(Counts.sum(receiveCounts));
    ranks.together(communicator -> communicator.allToAll(send, sendCounts, receive, receiveCounts));
    receive.flip();
    List<A> received = new ArrayList<>();
    for (int count : receiveCounts) {
      received.add(array(receive, count));
    }
    return received;
  }

  /**
   * Combines all ranks' elements, position by position, at the root (MPI-4.0 §6.9.1).
   *
   * @param values this rank's elements; as many on every rank
   * @param op how two elements become one
   * @param root rank that gets the result
   * @return the result at the root, an empty array elsewhere
   * @throws IllegalArgumentException if there is no such rank or the elements do not allow the
   *     operation (code RP-221), the lengths differ (RP-222), or there are too many (RP-223)
   */
  public A reduce(A values, ReduceOp op, int root) {
    ranks.checkRoot(root);
    ElementType type = type(op);
    int bytes = bytes(values);
    boolean taking = ranks.rank() == root;
    ByteBuffer send = staging().copyOf(values);
    ByteBuffer receive = taking ? staging().in(bytes) : NO_BYTES;
    meetToReduce(Operation.REDUCE, op, root, bytes);
    ranks.together(communicator -> communicator.reduce(send, receive, type, op, root));
    return taking ? array(receive) : empty;
  }

  /**
   * Combines all ranks' elements, position by position, for all ranks (MPI-4.0 §6.9.6).
   *
   * @param values this rank's elements; as many on every rank
   * @param op how two elements become one
   * @return the result, the same on every rank
   * @throws IllegalArgumentException if the elements do not allow the operation (code RP-221), the
   *     lengths differ (RP-222), or there are too many (RP-223)
   */
  public A allReduce(A values, ReduceOp op) {
    ElementType type = type(op);
    int bytes = bytes(values);
    ByteBuffer send = staging().copyOf(values);
    ByteBuffer receive = staging().in(bytes);
    meetToReduce(Operation.ALL_REDUCE, op, Call.NONE, bytes);
    ranks.together(communicator -> communicator.allReduce(send, receive, type, op));
    return array(receive);
  }

  /**
   * Combines the elements of the ranks up to and with this one, position by position (MPI-4.0
   * §6.11.1).
   *
   * @param values this rank's elements; as many on every rank
   * @param op how two elements become one
   * @return the result for this rank
   * @throws IllegalArgumentException if the elements do not allow the operation (code RP-221), the
   *     lengths differ (RP-222), or there are too many (RP-223)
   */
  public A scan(A values, ReduceOp op) {
    ElementType type = type(op);
    int bytes = bytes(values);
    ByteBuffer send = staging().copyOf(values);
    ByteBuffer receive = staging().in(bytes);
    meetToReduce(Operation.SCAN, op, Call.NONE, bytes);
    ranks.together(communicator -> communicator.scan(send, receive, type, op));
    return array(receive);
  }

  /**
   * Sends elements; returns when they are on their way, which for long arrays may be when the
   * receiver takes them (MPI-4.0 §3.4, standard mode).
   *
   * @param array what to send
   * @param destination rank of the receiver
   * @param tag 0 to {@link MpiCommunicator#MAX_TAG}
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221), or the array is
   *     too long (RP-223)
   */
  public void send(A array, int destination, int tag) {
    bytes(array);
    ranks.send(staging().copyOf(array), destination, tag);
  }

  /**
   * Waits for elements sent by {@link #send} of this type (MPI-4.0 §3.2.4).
   *
   * @param source rank of the sender, or {@link MpiCommunicator#ANY_SOURCE}
   * @param tag 0 to {@link MpiCommunicator#MAX_TAG}, or {@link MpiCommunicator#ANY_TAG}
   * @return a new array, with source and tag
   * @throws IllegalArgumentException if there is no such rank or tag, or the message is no whole
   *     number of elements and stays where it is (code RP-221)
   */
  public Received<A> receive(int source, int tag) {
    Inbound inbound = new Inbound();
    return inbound.received(ranks.receive(source, tag, inbound));
  }

  /**
   * Sends elements and receives others, in any order, so that ranks can exchange theirs (MPI-4.0
   * §3.10).
   *
   * @param array what to send
   * @param destination rank of the receiver
   * @param sendTag 0 to {@link MpiCommunicator#MAX_TAG}
   * @param source rank of the sender, or {@link MpiCommunicator#ANY_SOURCE}
   * @param receiveTag 0 to {@link MpiCommunicator#MAX_TAG}, or {@link MpiCommunicator#ANY_TAG}
   * @return a new array, with source and tag
   * @throws IllegalArgumentException as {@link #send} and {@link #receive} do
   */
  public Received<A> sendReceive(
      A array, int destination, int sendTag, int source, int receiveTag) {
    bytes(array);
    Inbound inbound = new Inbound();
    return inbound.received(
        ranks.sendReceive(
            staging().copyOf(array), destination, sendTag, source, receiveTag, inbound));
  }

  /** Memory for a message that is to become an array. */
  private final class Inbound implements RankGroup.Room {
    private ByteBuffer memory = NO_BYTES;

    @Override
    public ByteBuffer forMessage(Status message) {
      int elementBytes = PrimitiveArrays.elementBytes(typeCode);
      if (message.bytes() % elementBytes != 0) {
        throw Checks.refused(
            "the message from rank "
                + message.source()
                + " with tag "
                + message.tag()
                + " has "
                + message.bytes()
                + " bytes, which is no "
                + empty.getClass().getSimpleName()
                + "; receive it as what it was sent as");
      }
      memory = staging().in(message.bytes());
      return memory;
    }

    Received<A> received(Status message) {
      return new Received<>(array(memory), message.source(), message.tag());
    }
  }

  private Staging staging() {
    return ranks.staging();
  }

  private Calls meet(Operation operation, int root, long bytes) {
    return ranks.meet(Call.of(operation, typeCode, root, bytes));
  }

  private void meetToReduce(Operation operation, ReduceOp op, int root, int bytes) {
    ranks.meet(new Call(operation, typeCode, op, root, bytes, 0)).checkEqualLengths();
  }

  private ElementType type(ReduceOp op) {
    if (elements == null || !elements.allows(op)) {
      throw Checks.refused(op + " is not defined for " + empty.getClass().getSimpleName());
    }
    return elements;
  }

  private int bytes(A array) {
    return Checks.bytes("the array", PrimitiveArrays.byteLength(array));
  }

  /** The bytes of each of as many equal parts as there are ranks. */
  private int[] equalCounts(A whole) {
    int length = Array.getLength(whole);
    if (length % ranks.size() != 0) {
      throw Checks.refused(
          length
              + " elements cannot be divided equally among "
              + ranks.size()
              + " ranks; give a list of parts instead");
    }
    int[] counts = new int[ranks.size()];
    Arrays.fill(counts, bytes(whole) / ranks.size());
    return counts;
  }

  /** The bytes of each part. */
  private int[] counts(List<A> parts) {
    Counts.checkOneForEach(ranks, parts);
    return Counts.of(parts, part -> PrimitiveArrays.byteLength(part));
  }

  /** The parts one behind the other. */
  private ByteBuffer staged(List<A> parts, int[] counts) {
    ByteBuffer memory = staging().out(Counts.sum(counts));
    for (int i = 0; i < counts.length; i++) {
      PrimitiveArrays.copyOut(parts.get(i), 0, memory, counts[i]);
    }
    return memory.flip();
  }

  /** A new array of what was written to the memory. */
  private A array(ByteBuffer memory) {
    memory.flip();
    return array(memory, memory.remaining());
  }

  @SuppressWarnings("unchecked") // The code is that of the type.
  private A array(ByteBuffer memory, int bytes) {
    Object array =
        PrimitiveArrays.allocate(typeCode, bytes / PrimitiveArrays.elementBytes(typeCode));
    PrimitiveArrays.copyIn(memory, bytes, array, 0);
    return (A) array;
  }
}
