package io.github.rankpool;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.internal.group.Call;
import io.github.rankpool.internal.group.Operation;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A group of ranks that work on one thing together: what a parallel task, or a program that runs on
 * all ranks, talks to the other ranks through.
 *
 * <pre>
 *  mpi4py                       here
 *  comm.bcast(obj), gather, …   broadcast(value, root), gather, …    serializable objects
 *  comm.allreduce(3.5, SUM)     allReduce(3.5, ReduceOp.SUM)         numbers
 *  comm.Allreduce(array, …)     doubles().allReduce(array, SUM)      arrays; ints(), bytes(), …
 *  comm.Bcast(buffer), …        buffers().broadcast(buffer, root)    bytes in place
 *  comm.send(obj), comm.recv()  send(value, …), receive(…)           messages; also of arrays, buffers
 *  comm.Split, Dup, Free        split, duplicate, close
 * </pre>
 *
 * <p><b>Collective operations</b> (all but the messages) are called by all ranks of the group, in
 * the same order and with the same root. Each first waits until all ranks have come to it, and
 * compares what they call: if they differ, all of them get the same {@link
 * IllegalArgumentException} (code RP-222) and are still in step. What is wrong on one rank alone is
 * found before that, and thrown there alone.
 *
 * <p><b>Waiting.</b> Every operation blocks until it is done. It waits by looking again and again,
 * in between leaving MPI to other threads, so that any thread level from {@link
 * io.github.rankpool.spi.ThreadLevel#SERIALIZED} on will do. When its thread is interrupted,
 * because the task was cancelled or another rank of it has failed, a wait ends with an {@link
 * io.github.rankpool.spi.MpiException} (code RP-220), the thread's interrupt flag set; from then
 * on, as after any other {@code MpiException} but RP-225, this communicator is of no more use
 * (RP-226).
 *
 * <p><b>Objects</b> travel by Java serialization: what arrives is a copy, the own value of a rank
 * included (but for the root of a broadcast). Classes are looked for by the context class loader of
 * the receiving thread. What cannot be serialized is refused (RP-224), what cannot be read ends in
 * an {@code MpiException} (RP-225). One operation moves 2 GiB at most (RP-223).
 *
 * <p><b>Threads.</b> For one thread at a time. Communicators made by {@link #split} and {@link
 * #duplicate} may be used by other threads, each by one.
 */
public final class MpiCommunicator implements AutoCloseable {

  /** Receives from any rank (MPI-4.0 §3.2.4). */
  public static final int ANY_SOURCE = Communicator.ANY_SOURCE;

  /** Receives messages with any tag (MPI-4.0 §3.2.4). */
  public static final int ANY_TAG = Communicator.ANY_TAG;

  /** The largest tag; the smallest is 0. */
  public static final int MAX_TAG = Communicator.MAX_TAG;

  private final RankGroup ranks;
  private final Origin origin;
  private final ObjectExchange objects;

  MpiCommunicator(RankGroup ranks, Origin origin) {
    this.ranks = ranks;
    this.origin = origin;
    this.objects = new ObjectExchange(ranks);
  }

  /**
   * The world of this process: all ranks started together, on the backend that pools would choose.
   * Starts MPI if need be, which then runs until the JVM ends. Collective the first time.
   *
   * @return the same object every time, not to be closed; of size one where there is no MPI
   * @throws io.github.rankpool.spi.MpiException if the backend that was named cannot be used
   */
  public static MpiCommunicator world() {
    return ProcessWorld.communicator();
  }

  /** The ranks that a task may talk to. */
  static MpiCommunicator ofTask(RankGroup ranks) {
    return new MpiCommunicator(ranks, Origin.adopted(ranks.runtime()));
  }

  /**
   * A communicator of all ranks of a world, for programs that have started MPI themselves. It has a
   * message space of its own: messages sent through {@code runtime.world()} are not received here.
   *
   * <p>Collective: all ranks of the world call it, and it blocks in MPI until they do. Below thread
   * level MULTIPLE the caller sees to it that no other thread calls MPI meanwhile.
   *
   * @param runtime of this rank; to be closed after the communicator
   * @return the communicator, to be closed by the caller
   */
  public static MpiCommunicator of(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    return new MpiCommunicator(
        new RankGroup(runtime, world.duplicate(), world.duplicate(), MpiLock.of(runtime), false),
        Origin.adopted(runtime));
  }

  /**
   * This rank (MPI-4.0 §7.4.1). Does not block.
   *
   * @return 0 to {@code size() - 1}
   */
  public int rank() {
    return ranks.rank();
  }

  /**
   * The number of ranks (MPI-4.0 §7.4.1). Does not block.
   *
   * @return at least one
   */
  public int size() {
    return ranks.size();
  }

  /**
   * Operations on arrays of {@code double}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<double[]> doubles() {
    return new MpiArrays<>(ranks, new double[0], ElementType.DOUBLE);
  }

  /**
   * Operations on arrays of {@code float}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<float[]> floats() {
    return new MpiArrays<>(ranks, new float[0], ElementType.FLOAT);
  }

  /**
   * Operations on arrays of {@code long}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<long[]> longs() {
    return new MpiArrays<>(ranks, new long[0], ElementType.LONG);
  }

  /**
   * Operations on arrays of {@code int}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<int[]> ints() {
    return new MpiArrays<>(ranks, new int[0], ElementType.INT);
  }

  /**
   * Operations on arrays of {@code short}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<short[]> shorts() {
    return new MpiArrays<>(ranks, new short[0], ElementType.SHORT);
  }

  /**
   * Operations on arrays of {@code byte}.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<byte[]> bytes() {
    return new MpiArrays<>(ranks, new byte[0], ElementType.BYTE);
  }

  /**
   * Operations on arrays of {@code char}, but no reductions.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<char[]> chars() {
    return new MpiArrays<>(ranks, new char[0], null);
  }

  /**
   * Operations on arrays of {@code boolean}, but no reductions.
   *
   * @return for the thread that uses this communicator
   */
  public MpiArrays<boolean[]> booleans() {
    return new MpiArrays<>(ranks, new boolean[0], null);
  }

  /**
   * Operations on bytes in buffers.
   *
   * @return for the thread that uses this communicator
   */
  public MpiBuffers buffers() {
    return new MpiBuffers(ranks);
  }

  /**
   * Waits until all ranks have called it (MPI-4.0 §6.3).
   *
   * @throws IllegalArgumentException if other ranks call something else (code RP-222)
   */
  public void barrier() {
    ranks.meet(Call.of(Operation.BARRIER));
  }

  /**
   * Gives the root's value to all ranks (MPI-4.0 §6.4).
   *
   * @param value at the root: what to give, may be null; elsewhere not looked at
   * @param root rank that has the value
   * @return the value
   * @param <T> type of the value
   * @throws IllegalArgumentException if there is no such root (code RP-221), the ranks do not call
   *     the same (RP-222), or it is too much (RP-223) or cannot be serialized (RP-224)
   */
  public <T extends @Nullable Object> T broadcast(T value, int root) {
    return objects.broadcast(value, root);
  }

  /**
   * Brings all ranks' values to the root (MPI-4.0 §6.5).
   *
   * @param value this rank's, may be null
   * @param root rank that gets the values
   * @return at the root: the values in rank order, not to be changed; elsewhere an empty list
   * @param <T> type of the values
   * @throws IllegalArgumentException as {@link #broadcast} does
   */
  public <T extends @Nullable Object> List<T> gather(T value, int root) {
    return objects.gather(Operation.GATHER, value, root);
  }

  /**
   * Brings all ranks' values to all ranks (MPI-4.0 §6.7).
   *
   * @param value this rank's, may be null
   * @return the values in rank order, not to be changed
   * @param <T> type of the values
   * @throws IllegalArgumentException as {@link #broadcast} does
   */
  public <T extends @Nullable Object> List<T> allGather(T value) {
    return objects.allGather(Operation.ALL_GATHER, value);
  }

  /**
   * Gives every rank a value of the root's (MPI-4.0 §6.6).
   *
   * @param values at the root: one for each rank; elsewhere not looked at, may be null
   * @param root rank that has the values
   * @return this rank's value
   * @param <T> type of the values
   * @throws IllegalArgumentException as {@link #broadcast} does, or if there is not one value for
   *     each rank (code RP-221)
   */
  public <T extends @Nullable Object> T scatter(@Nullable List<T> values, int root) {
    return objects.scatter(values, root);
  }

  /**
   * Gives every rank a value of every rank's (MPI-4.0 §6.8).
   *
   * @param values one for each rank
   * @return the values from all ranks in rank order, not to be changed
   * @param <T> type of the values
   * @throws IllegalArgumentException as {@link #broadcast} does, or if there is not one value for
   *     each rank (code RP-221)
   */
  public <T extends @Nullable Object> List<T> allToAll(List<T> values) {
    return objects.allToAll(values);
  }

  /**
   * Combines all ranks' numbers at the root (MPI-4.0 §6.9.1).
   *
   * @param value this rank's: of the same primitive type on every rank
   * @param op how two numbers become one
   * @param root rank that gets the result
   * @return the result at the root, empty elsewhere
   * @param <N> type of the numbers
   * @throws IllegalArgumentException if there is no such root or the numbers do not allow the
   *     operation (code RP-221), or the ranks do not call the same (RP-222)
   */
  public <N extends Number> Optional<N> reduce(N value, ReduceOp op, int root) {
    return Numbers.reduce(ranks, value, op, root);
  }

  /**
   * Combines all ranks' numbers for all ranks (MPI-4.0 §6.9.6).
   *
   * @param value this rank's: of the same primitive type on every rank
   * @param op how two numbers become one
   * @return the result, the same on every rank
   * @param <N> type of the numbers
   * @throws IllegalArgumentException as {@link #reduce(Number, ReduceOp, int)} does
   */
  public <N extends Number> N allReduce(N value, ReduceOp op) {
    return Numbers.allReduce(ranks, value, op);
  }

  /**
   * Combines the numbers of the ranks up to and with this one (MPI-4.0 §6.11.1).
   *
   * @param value this rank's: of the same primitive type on every rank
   * @param op how two numbers become one
   * @return the result for this rank
   * @param <N> type of the numbers
   * @throws IllegalArgumentException as {@link #reduce(Number, ReduceOp, int)} does
   */
  public <N extends Number> N scan(N value, ReduceOp op) {
    return Numbers.scan(ranks, value, op);
  }

  /**
   * Combines all ranks' values at the root, in rank order, so that the function need not be
   * commutative or associative: {@code f(f(f(v0, v1), v2), v3)} (MPI-4.0 §6.9.1).
   *
   * @param value this rank's
   * @param function makes one value of two; called at the root only
   * @param root rank that gets the result
   * @return the result at the root, empty elsewhere
   * @param <T> type of the values
   * @throws IllegalArgumentException if there is no such root (code RP-221), the ranks do not call
   *     the same (RP-222), or it is too much (RP-223) or cannot be serialized (RP-224)
   */
  public <T> Optional<T> reduce(T value, BinaryOperator<T> function, int root) {
    return objects.gather(Operation.REDUCE, value, root).stream().reduce(function);
  }

  /**
   * Combines all ranks' values for all ranks, as {@link #reduce(Object, BinaryOperator, int)} does
   * (MPI-4.0 §6.9.6). All values go to all ranks, so it is not for large ones.
   *
   * @param value this rank's
   * @param function makes one value of two; called on every rank
   * @return the result
   * @param <T> type of the values
   * @throws IllegalArgumentException if the ranks do not call the same (code RP-222), or it is too
   *     much (RP-223) or cannot be serialized (RP-224)
   */
  public <T> T allReduce(T value, BinaryOperator<T> function) {
    return objects.allGather(Operation.ALL_REDUCE, value).stream().reduce(function).orElseThrow();
  }

  /**
   * Combines the values of the ranks up to and with this one, as {@link #reduce(Object,
   * BinaryOperator, int)} does (MPI-4.0 §6.11.1). All values go to all ranks, so it is not for
   * large ones.
   *
   * @param value this rank's
   * @param function makes one value of two; called on every rank
   * @return the result for this rank
   * @param <T> type of the values
   * @throws IllegalArgumentException if the ranks do not call the same (code RP-222), or it is too
   *     much (RP-223) or cannot be serialized (RP-224)
   */
  public <T> T scan(T value, BinaryOperator<T> function) {
    return objects.allGather(Operation.SCAN, value).stream()
        .limit(rank() + 1L)
        .reduce(function)
        .orElseThrow();
  }

  /**
   * Sends an object; returns when it is on its way, which for large ones may be when the receiver
   * takes it (MPI-4.0 §3.4, standard mode).
   *
   * @param value what to send, may be null
   * @param destination rank of the receiver
   * @param tag 0 to {@link #MAX_TAG}
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221)
   */
  public void send(@Nullable Object value, int destination, int tag) {
    objects.send(value, destination, tag);
  }

  /**
   * Waits for an object sent by {@link #send} (MPI-4.0 §3.2.4).
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the object, with source and tag
   * @param <T> type of what was sent; another one shows as a {@link ClassCastException} where the
   *     value is used
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221)
   */
  public <T extends @Nullable Object> Received<T> receive(int source, int tag) {
    return objects.receive(source, tag);
  }

  /**
   * Sends an object and receives another, in any order, so that ranks can exchange theirs (MPI-4.0
   * §3.10).
   *
   * @param value what to send, may be null
   * @param destination rank of the receiver
   * @param sendTag 0 to {@link #MAX_TAG}
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param receiveTag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the object, with source and tag
   * @param <T> type of what is received
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221)
   */
  public <T extends @Nullable Object> Received<T> sendReceive(
      @Nullable Object value, int destination, int sendTag, int source, int receiveTag) {
    return objects.sendReceive(value, destination, sendTag, source, receiveTag);
  }

  /**
   * Waits for a message of any kind without receiving it (MPI-4.0 §3.8.1).
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return source, tag and length in bytes of the message that a receive with that source and tag
   *     gets next
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221)
   */
  public Status probe(int source, int tag) {
    return ranks.probe(source, tag);
  }

  /**
   * Divides the group; collective (MPI-4.0 §7.4.2).
   *
   * @param color ranks that give the same number, zero or more, come together; a negative number
   *     stands for no new communicator
   * @param key orders the ranks of the new group; equal keys keep the order of this one
   * @return the communicator of this rank's color, to be closed by the caller; empty for a negative
   *     color
   * @throws IllegalArgumentException if the ranks do not call the same (code RP-222)
   */
  public Optional<MpiCommunicator> split(int color, int key) {
    return ranks.split(color, key).map(part -> new MpiCommunicator(part, origin));
  }

  /**
   * Makes a communicator of the same ranks whose messages are apart from this one's; collective
   * (MPI-4.0 §7.4.2).
   *
   * @return the copy, to be closed by the caller
   * @throws IllegalArgumentException if the ranks do not call the same (code RP-222)
   */
  public MpiCommunicator duplicate() {
    return new MpiCommunicator(ranks.duplicate(), origin);
  }

  /**
   * Waits until all ranks have called it and frees the communicator; collective (MPI-4.0 §11.10.4).
   * Messages sent must have been received before. Idempotent. After an interrupt it does not wait,
   * and leaves freeing to the end of MPI.
   *
   * @throws IllegalStateException if it is not this program's to close (code RP-227): that of a
   *     task, or of a whole world
   */
  @Override
  public void close() {
    ranks.close();
  }

  /**
   * Ends all ranks of this program's world as well as MPI can (MPI-4.0 §9.7).
   *
   * @param status exit status
   */
  public void abort(int status) {
    origin.runtime().abort(status);
  }

  /**
   * The backend that this is a communicator of.
   *
   * @return its name, such as {@code openmpi} or {@code mpj}
   */
  public String backend() {
    return origin.runtime().backend();
  }

  RankGroup group() {
    return ranks;
  }

  CommHost acquireHost() {
    return origin.hosts().get();
  }

  @Override
  public String toString() {
    return "MpiCommunicator[rank " + rank() + " of " + size() + "]";
  }
}
