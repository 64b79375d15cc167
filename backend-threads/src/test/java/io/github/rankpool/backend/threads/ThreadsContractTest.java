package io.github.rankpool.backend.threads;

import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.WorldHarness;

class ThreadsContractTest extends BackendContract {
  @Override
  protected WorldHarness harness() {
    return new ThreadsHarness();
  }
}
