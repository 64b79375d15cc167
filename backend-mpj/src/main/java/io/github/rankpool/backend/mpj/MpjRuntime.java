package io.github.rankpool.backend.mpj;

import io.github.rankpool.backend.mpj.launch.LaunchedRanks;
import io.github.rankpool.backend.mpj.launch.Launcher;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One process's runtime. */
final class MpjRuntime implements MpiRuntime {
  private final World world;
  private final DeviceEntry devices;
  private final IntraCommunicator worldCommunicator;
  private final IntraCommunicator selfCommunicator;
  private final List<LaunchedRanks> launched = new CopyOnWriteArrayList<>();

  MpjRuntime(World world, DeviceEntry devices) {
    this.world = world;
    this.devices = devices;
    Endpoint endpoint = world.endpoint();
    this.worldCommunicator = new MpjIntraCommunicator(world.context(), true);
    this.selfCommunicator =
        new MpjIntraCommunicator(
            Context.of(endpoint, Context.newNumber(), List.of(endpoint.self())), true);
  }

  @Override
  public String backend() {
    return MpjProvider.NAME;
  }

  @Override
  public ThreadLevel threadLevel() {
    return ThreadLevel.MULTIPLE;
  }

  @Override
  public boolean toleratesInterrupts() {
    // Its device's channels are closed when a thread is interrupted in them.
    return false;
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
    return world.parent();
  }

  @Override
  public OptionalInt universeSize() {
    return OptionalInt.of(
        Math.max(worldCommunicator.size(), Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public String host() {
    return ThisMachine.name();
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    world.endpoint().waiter().checkRunning();
    LaunchedRanks ranks = Launcher.launch(request, world.endpoint().self().address());
    launched.add(ranks);
    AtomicInteger connected = new AtomicInteger(ranks.size());
    return world.join(
        ranks,
        devices,
        () -> {
          if (connected.decrementAndGet() == 0) {
            world.endpoint().transfers().later(() -> end(ranks));
          }
        });
  }

  /** Their connections have ended: so do the processes, or they are ended. */
  private void end(LaunchedRanks ranks) {
    ranks.close();
    launched.remove(ranks);
  }

  @Override
  public Optional<byte[]> credential() {
    byte[] credential = world.credential();
    return credential.length == 0 ? Optional.empty() : Optional.of(credential.clone());
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
    world.endpoint().waiter().awaitArrival(nanos);
  }

  @Override
  public void wake() {
    world.endpoint().waiter().wake();
  }

  @Override
  public void abort(int status) {
    world.endpoint().abort(world.context().local(), status);
  }

  /**
   * Waits for the ranks of its world; ranks that it has spawned end within seconds or are ended.
   */
  @Override
  public void close() {
    world.endpoint().close();
    launched.forEach(LaunchedRanks::close);
  }
}
