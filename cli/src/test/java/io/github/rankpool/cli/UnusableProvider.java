package io.github.rankpool.cli;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;

/** A backend whose library is not there, though its launcher may be. */
final class UnusableProvider implements MpiProvider {
  private final boolean launched;

  /** One whose launcher started this process. */
  UnusableProvider() {
    this(true);
  }

  UnusableProvider(boolean launched) {
    this.launched = launched;
  }

  @Override
  public String name() {
    return "broken";
  }

  @Override
  public Availability availability() {
    return Availability.unusable("no library", "Install it");
  }

  @Override
  public boolean launchedThisProcess() {
    return launched;
  }

  @Override
  public boolean isRestartable() {
    return false;
  }

  @Override
  public MpiRuntime start(ThreadLevel required) {
    throw new UnsupportedOperationException();
  }
}
