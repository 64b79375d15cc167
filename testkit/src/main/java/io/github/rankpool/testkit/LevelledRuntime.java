package io.github.rankpool.testkit;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A runtime that says it has a certain level of thread support, whatever the one behind it has, and
 * counts the calls of MPI that are made through it.
 */
public final class LevelledRuntime implements MpiRuntime {
  private final MpiRuntime real;
  private final ThreadLevel level;
  private final AtomicInteger calls;

  /**
   * Puts another level before a runtime.
   *
   * @param real does what is asked for
   * @param level to be told
   * @param calls counted up by every call of MPI
   */
  public LevelledRuntime(MpiRuntime real, ThreadLevel level, AtomicInteger calls) {
    this.real = real;
    this.level = level;
    this.calls = calls;
  }

  private MpiRuntime call() {
    calls.incrementAndGet();
    return real;
  }

  @Override
  public String backend() {
    return real.backend();
  }

  @Override
  public ThreadLevel threadLevel() {
    return level;
  }

  @Override
  public Optional<String> libraryVersion() {
    return real.libraryVersion();
  }

  @Override
  public Optional<String> sharedFate() {
    return real.sharedFate();
  }

  @Override
  public boolean toleratesInterrupts() {
    return real.toleratesInterrupts();
  }

  @Override
  public IntraCommunicator world() {
    return call().world();
  }

  @Override
  public IntraCommunicator self() {
    return call().self();
  }

  @Override
  public Optional<InterCommunicator> parent() {
    return call().parent();
  }

  @Override
  public OptionalInt universeSize() {
    return call().universeSize();
  }

  @Override
  public String host() {
    return call().host();
  }

  @Override
  public InterCommunicator spawn(SpawnRequest request) {
    return call().spawn(request);
  }

  @Override
  public Optional<byte[]> credential() {
    return real.credential();
  }

  @Override
  public ByteBuffer allocate(int capacity) {
    return real.allocate(capacity);
  }

  @Override
  public boolean blocksOnArrival() {
    return real.blocksOnArrival();
  }

  @Override
  public void awaitArrival(long nanos) {
    real.awaitArrival(nanos);
  }

  @Override
  public void wake() {
    real.wake();
  }

  @Override
  public void abort(int status) {
    real.abort(status);
  }

  @Override
  public void close() {
    real.close();
  }
}
