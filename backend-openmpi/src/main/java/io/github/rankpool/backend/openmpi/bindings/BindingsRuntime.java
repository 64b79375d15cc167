package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.backend.openmpi.Installation;
import io.github.rankpool.backend.openmpi.OpenMpiProvider;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import mpi.Intercomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * MPI of this process. Open MPI can only be polled, so {@link #awaitArrival} never waits.
 *
 * <p>Finalising is bounded in time: after a failed spawn or the loss of a rank Open MPI may never
 * come back from it. So it is done by a thread of its own, whatever the thread level; Open MPI does
 * not mind which thread it is, and the thread that called waits meanwhile.
 */
final class BindingsRuntime implements MpiRuntime {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final Duration ABORT_LIMIT = Duration.ofSeconds(10);

  private final ThreadLevel threadLevel;
  private final IntraCommunicator world;
  private final IntraCommunicator self;
  private final Optional<InterCommunicator> parent;
  private final OptionalInt universeSize;
  private final String host;
  private final Spawner spawner;
  private final Optional<String> sharedFate;
  private final AtomicBoolean closed = new AtomicBoolean();

  BindingsRuntime(ThreadLevel threadLevel, Installation installation, Optional<String> sharedFate)
      throws MPIException {
    this.sharedFate = sharedFate;
    this.threadLevel = threadLevel;
    this.world = new BindingsIntraCommunicator(MPI.COMM_WORLD, true);
    this.self = new BindingsIntraCommunicator(MPI.COMM_SELF, true);
    Intercomm spawners = Intercomm.getParent();
    this.parent =
        spawners.isNull() ? Optional.empty() : Optional.of(new BindingsInterCommunicator(spawners));
    this.universeSize = readUniverseSize();
    this.host = MPI.getProcessorName();
    this.spawner = new Spawner(installation, threadLevel.allows(ThreadLevel.SERIALIZED));
  }

  @Override
  public String backend() {
    return OpenMpiProvider.NAME;
  }

  @Override
  public ThreadLevel threadLevel() {
    return threadLevel;
  }

  @Override
  public boolean toleratesInterrupts() {
    return true;
  }

  @Override
  public IntraCommunicator world() {
    return world;
  }

  @Override
  public IntraCommunicator self() {
    return self;
  }

  @Override
  public Optional<InterCommunicator> parent() {
    return parent;
  }

  @Override
  public OptionalInt universeSize() {
    return universeSize;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public Optional<String> libraryVersion() {
    return Optional.of(MPI.getLibVersion().strip());
  }

  @Override
  public Optional<String> sharedFate() {
    return sharedFate;
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    if (closed.get()) {
      throw new IllegalStateException("RP-345: this runtime is closed");
    }
    return spawner.spawn(request);
  }

  @Override
  public Optional<byte[]> credential() {
    // The environment may be that of a process whose spawned ancestor started it by other means.
    String text = parent.isPresent() ? System.getenv(SpawnCommand.CREDENTIAL_VARIABLE) : null;
    return Optional.ofNullable(text).map(Base64.getDecoder()::decode);
  }

  @Override
  public ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  @Override
  public boolean blocksOnArrival() {
    return false;
  }

  @Override
  public void awaitArrival(long nanos) {
    // Nothing to wait on: callers poll, as blocksOnArrival() tells them.
  }

  @Override
  public void wake() {
    // Nobody waits.
  }

  @Override
  public void abort(int status) {
    try {
      Bounded.call(
          "abort",
          ABORT_LIMIT,
          () -> {
            MPI.COMM_WORLD.abort(status);
            return true;
          });
    } catch (MPIException | TimeoutException e) {
      System.err.println("RP-346: MPI_Abort failed, ending this process alone: " + e);
    }
    Runtime.getRuntime().halt(status);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (spawner.isBroken() || Abandoned.any()) {
      // Finalising would hang; who spawned, or was lost, is known.
      LaunchDaemon.kill();
      return;
    }
    try {
      Bounded.call(
          "finalize",
          CLOSE_LIMIT,
          () -> {
            MPI.Finalize();
            return true;
          });
      LaunchDaemon.retire();
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Finalize");
    } catch (TimeoutException e) {
      LaunchDaemon.kill();
      throw new MpiException(
          "RP-340",
          "MPI_Finalize did not return within "
              + CLOSE_LIMIT.toSeconds()
              + " s and was left behind. A rank was lost, or a communicator to another world was"
              + " not disconnected.",
          e);
    }
  }

  private static OptionalInt readUniverseSize() throws MPIException {
    Object value = MPI.COMM_WORLD.getAttr(MPI.UNIVERSE_SIZE);
    return value instanceof Integer size && size > 0 ? OptionalInt.of(size) : OptionalInt.empty();
  }
}
