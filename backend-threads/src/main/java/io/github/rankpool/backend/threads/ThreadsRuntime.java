package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.ThisMachine;
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

/** One rank's runtime. */
final class ThreadsRuntime implements MpiRuntime {
  private final World world;
  private final Rank rank;
  private final IntraCommunicator worldCommunicator;
  private final IntraCommunicator selfCommunicator;
  private final Optional<InterCommunicator> parent;
  private final Optional<byte[]> credential;

  /** A rank of a world that was not spawned. */
  ThreadsRuntime(World world, int rank) {
    this(world, rank, Optional.empty(), Optional.empty());
  }

  ThreadsRuntime(
      World world, int rank, Optional<InterCommunicator> parent, Optional<byte[]> credential) {
    this.world = world;
    this.rank = world.ranks().get(rank);
    this.worldCommunicator = new ThreadsIntraCommunicator(world.space(), rank, true);
    this.selfCommunicator = new ThreadsIntraCommunicator(Space.of(List.of(this.rank)), 0, true);
    this.parent = parent;
    this.credential = credential;
  }

  @Override
  public String backend() {
    return ThreadsProvider.NAME;
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
    return worldCommunicator;
  }

  @Override
  public IntraCommunicator self() {
    return selfCommunicator;
  }

  @Override
  public Optional<InterCommunicator> parent() {
    return parent;
  }

  @Override
  public OptionalInt universeSize() {
    return OptionalInt.of(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String host() {
    return ThisMachine.name();
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    rank.checkRunning();
    return SpawnedWorld.start(rank, request);
  }

  @Override
  public Optional<byte[]> credential() {
    return credential.map(byte[]::clone);
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
    rank.awaitArrival(nanos);
  }

  @Override
  public void wake() {
    rank.wake();
  }

  /** Ends the ranks but not the JVM, which is not theirs. Returns. */
  @Override
  public void abort(int status) {
    world.abort(status);
  }

  @Override
  public void close() {
    rank.end(Fault.closed());
  }
}
