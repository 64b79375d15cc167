package io.github.rankpool.cli;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;

/** A backend whose launcher is there and whose library is not. */
final class UnusableProvider implements MpiProvider {

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
    return true;
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
