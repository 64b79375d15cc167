package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a client of a service has instead of MPI: one communicator, to the service's workers.
 *
 * <p>It belongs to no world, and spawns nothing.
 */
public final class ServiceRuntime implements MpiRuntime {
  /** What {@link #backend} says. */
  public static final String NAME = "service";

  private final ServiceClient client;
  private final Waiter waiter;
  private final ServiceLine line;
  private final ServiceCommunicator workers;

  /** To workers in place of lost ones. */
  private final List<ServiceLine> moreLines = new CopyOnWriteArrayList<>();

  ServiceRuntime(ServiceClient client, Waiter waiter, ServiceLine line) {
    this.client = client;
    this.waiter = waiter;
    this.line = line;
    this.workers = new ServiceCommunicator(line);
  }

  /**
   * The way to the workers.
   *
   * @return the same object every time, to be disconnected by who uses it
   */
  public InterCommunicator workers() {
    return workers;
  }

  /**
   * What the workers have been given to prove who they are.
   *
   * @return a copy
   */
  public byte[] secret() {
    return line.ready().secret().clone();
  }

  /**
   * Whether the service starts others in place of lost workers.
   *
   * @return false where they are not its own to start
   */
  public boolean canReplace() {
    return line.ready().ticket() != 0;
  }

  /**
   * Gets workers in place of lost ones; they have the same secret. Blocks until they were started.
   *
   * @param count how many
   * @param firstRank rank in the pool of the first of them
   * @param poolSize number of workers that the pool began with
   * @return the way to them, to be disconnected by the caller
   * @throws MpiException if the service does not give any
   */
  public InterCommunicator replace(int count, int firstRank, int poolSize) {
    Letter.Replacing request =
        new Letter.Replacing(line.ready().ticket(), count, firstRank, poolSize);
    ServiceLine more = client.line(request, waiter);
    moreLines.add(more);
    return new ServiceCommunicator(more);
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public Optional<String> libraryVersion() {
    return Optional.of("service of " + line.ready().backend());
  }

  @Override
  public ThreadLevel threadLevel() {
    return ThreadLevel.MULTIPLE;
  }

  @Override
  public boolean toleratesInterrupts() {
    return true;
  }

  @Override
  public IntraCommunicator world() {
    throw none("world of ranks");
  }

  @Override
  public IntraCommunicator self() {
    throw none("communicator of its own");
  }

  private static UnsupportedOperationException none(String what) {
    return new UnsupportedOperationException("RP-704: a client of a service has no " + what);
  }

  @Override
  public Optional<InterCommunicator> parent() {
    return Optional.empty();
  }

  @Override
  public OptionalInt universeSize() {
    return OptionalInt.empty();
  }

  /**
   * No machine's name: nothing that two processes of one machine may do is possible between a
   * client and the service's workers.
   */
  @Override
  public String host() {
    return "client of " + line.where();
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    throw new MpiException(
        "RP-704",
        "a client of a service starts no workers: the service does, with its own options");
  }

  @Override
  public Optional<byte[]> credential() {
    return Optional.empty();
  }

  @Override
  public ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  @Override
  public boolean blocksOnArrival() {
    return true;
  }

  @Override
  public void awaitArrival(long nanos) {
    waiter.awaitArrival(nanos);
  }

  @Override
  public void wake() {
    waiter.wake();
  }

  /** Ends the connections. Returns. */
  @Override
  public void abort(int status) {
    closeLines();
  }

  @Override
  public void close() {
    waiter.markEnded(Fault.closed());
    closeLines();
  }

  private void closeLines() {
    line.close();
    moreLines.forEach(ServiceLine::close);
  }
}
