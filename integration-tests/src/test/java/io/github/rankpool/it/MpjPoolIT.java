package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Nested;

/** The executor suite on the backend {@code mpj}. */
@RequiresBackend("mpj")
@OnBackend("mpj")
class MpjPoolIT {
  private static MpiPoolExecutorBuilder pools() {
    return MpiPoolExecutor.builder().backend("mpj");
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
  class Starmapping extends StarmapContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Futures extends FuturesContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class AsExecutorService extends ExecutorServiceContract {
    @Override
    ExecutorService executor(int workers) {
      return pools().maxWorkers(workers).build();
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

  @Nested
  class Initializers extends InitializerContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Globals extends GlobalsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Codecs extends CodecContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class SerialFilters extends SerialFilterContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class HeavyObjects extends HeavyObjectsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class ProcessOptions extends ProcessOptionsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Interrupts extends InterruptContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class OptionsOfTasks extends TaskOptionsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Ends extends ShutdownContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class SideBySide extends SeveralPoolsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Dropping extends DroppedContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class PoolsInTasks extends NestedPoolContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class Figures extends StatisticsContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }

  @Nested
  class NarrowQueues extends QueueCapacityContract {
    @Override
    MpiPoolExecutorBuilder builder() {
      return pools();
    }
  }
}
