package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import org.junit.jupiter.api.Nested;

/** The executor suite on the backend {@code openmpi}. */
@RequiresBackend("openmpi")
class OpenMpiPoolIT {
  private static MpiPoolExecutorBuilder pools() {
    return MpiPoolExecutor.builder().backend("openmpi");
  }

  @Nested
  class Tasks extends PoolContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Mapping extends MapContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Parallel extends ParallelContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }
}
