package io.github.rankpool.spi;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * MPI as one rank sees it, between initialisation and finalisation.
 *
 * <p>Started by {@link MpiProvider#start}, ended by {@link #close}.
 */
public interface MpiRuntime extends AutoCloseable {

  /**
   * The backend that this runtime is of.
   *
   * @return {@link MpiProvider#name}
   */
  String backend();

  /**
   * What the MPI library says of itself (MPI-4.0 §9.1.1).
   *
   * @return name and version on one line; empty if {@link MpiProvider#availability} tells all
   */
  default Optional<String> libraryVersion() {
    return Optional.empty();
  }

  /**
   * The level of thread support that MPI gave, which may differ from the one asked for (MPI-4.0
   * §11.6.2).
   *
   * @return the level in force
   */
  ThreadLevel threadLevel();

  /**
   * Tells whether a thread that is interrupted may make MPI calls without harm to the connections,
   * whenever the interrupt comes: so may then users' threads, which anybody may interrupt.
   *
   * @return true if calls take no notice of interrupts
   */
  boolean toleratesInterrupts();

  /**
   * All ranks started together with this one (MPI-4.0 §7.2.4). Not to be disconnected.
   *
   * @return the world, the same object every time
   */
  IntraCommunicator world();

  /**
   * A communicator of this rank alone (MPI-4.0 §7.2.4). Not to be disconnected.
   *
   * @return a communicator of size one, the same object every time
   */
  IntraCommunicator self();

  /**
   * The communicator to the ranks that spawned this one's world (MPI-4.0 §11.8.2).
   *
   * @return the spawners, or empty if this world was not spawned
   */
  Optional<InterCommunicator> parent();

  /**
   * How many ranks the environment has room for, this world's own included (MPI-4.0 §11.10.1).
   *
   * @return a number of ranks, at least one, or empty if the implementation does not tell
   */
  OptionalInt universeSize();

  /**
   * The name of the machine this rank runs on (MPI-4.0 §9.1.2).
   *
   * @return a host name
   */
  String host();

  /**
   * Tells whether MPI ends other ranks, too, when one ends before its time.
   *
   * @return which ones and how to have them go on, as a sentence for users; empty if they go on
   */
  default Optional<String> sharedFate() {
    return Optional.empty();
  }

  /**
   * Starts ranks of a new world and returns the communicator to them (MPI-4.0 §11.8.2, over {@link
   * #self()}). Blocks until all have initialised MPI.
   *
   * @param request how many, what they run, and with what
   * @return an intercommunicator whose local group is this rank and whose remote group is the new
   *     world
   * @throws MpiException if the ranks cannot be started, or the implementation cannot spawn
   */
  InterCommunicator spawn(SpawnRequest request);

  /**
   * The secret that the spawner of this rank put into its {@link SpawnRequest#credential()}.
   *
   * @return the bytes, or empty if this rank was not spawned or got none
   */
  Optional<byte[]> credential();

  /**
   * Allocates memory that this backend can send from and receive into without a copy. Callable from
   * any thread.
   *
   * @param capacity bytes, zero or more
   * @return a direct buffer in native byte order, freed when it becomes unreachable
   */
  ByteBuffer allocate(int capacity);

  /**
   * Tells whether {@link #awaitArrival} blocks. Where it does not, callers poll.
   *
   * @return true if waiting costs no processor time
   */
  boolean blocksOnArrival();

  /**
   * Waits until a message may have arrived on one of this rank's communicators, a non-blocking
   * operation of this rank made progress, a rank of them was lost, {@link #wake} was called, or the
   * time is over; whichever comes first. May return early for no reason. A backend that cannot
   * block returns at once.
   *
   * @param nanos longest time to wait, in nanoseconds; zero or less returns at once
   */
  void awaitArrival(long nanos);

  /**
   * Makes {@link #awaitArrival} return: the call under way or, if none is, the next one. Callable
   * from any thread, whatever the thread level, also after {@link #close} (then without effect).
   */
  void wake();

  /**
   * Ends every rank of this world, this one included, as well as MPI can (MPI-4.0 §9.7). Callable
   * from any thread. For a backend of separate processes it does not return.
   *
   * @param status exit status for the processes
   */
  void abort(int status);

  /**
   * Finalises MPI (MPI-4.0 §11.2.2). Idempotent. Communicators must not be used afterwards; those
   * to other worlds should have been disconnected before.
   *
   * @throws MpiException if MPI reports an error; the runtime counts as closed all the same
   */
  @Override
  void close();
}
