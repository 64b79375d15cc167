package io.github.rankpool.it;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LevelledRuntime;
import java.util.concurrent.atomic.AtomicInteger;

/** The backend {@code threads}, with less thread support than it has. */
public final class LevelledProvider implements MpiProvider {
  static final String NAME = "levelled";
  private final MpiProvider real = new ThreadsProvider();

  /** For {@link java.util.ServiceLoader}. */
  public LevelledProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return real.availability();
  }

  @Override
  public boolean launchedThisProcess() {
    return false;
  }

  @Override
  public boolean isRestartable() {
    return true;
  }

  /** Gives the level that it is asked for, as MPI mostly does. */
  @Override
  public MpiRuntime start(ThreadLevel required) {
    return new LevelledRuntime(real.start(required), required, new AtomicInteger());
  }
}
