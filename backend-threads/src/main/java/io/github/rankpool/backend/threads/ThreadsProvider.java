package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;

/**
 * The backend {@code threads}: usable everywhere, any number of times. Each start makes a world of
 * one rank, which may spawn others; {@link ThreadsWorld} starts several at once.
 */
public final class ThreadsProvider implements MpiProvider {
  static final String NAME = "threads";

  /** For {@link java.util.ServiceLoader}. */
  public ThreadsProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return Availability.usable("ranks are threads of this JVM");
  }

  @Override
  public boolean launchedThisProcess() {
    return false;
  }

  @Override
  public boolean isRestartable() {
    return true;
  }

  @Override
  public MpiRuntime start(ThreadLevel required) {
    return new ThreadsRuntime(new World(1), 0);
  }
}
