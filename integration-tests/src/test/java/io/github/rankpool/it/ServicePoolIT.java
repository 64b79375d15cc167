package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.PoolService;
import io.github.rankpool.ServiceOptions;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * The executor suite on workers of a service of this JVM, whose backend is {@code threads}: all but
 * the options of worker processes, which are the service's.
 */
@OnBackend("threads")
class ServicePoolIT {
  private static final String NAME = "pools-of-it-" + ProcessHandle.current().pid();
  private static final int MANY = 64;
  private static final int WORKERS = 4;

  private static PoolService service;

  @BeforeAll
  static void start() {
    ServiceOptions options = ServiceOptions.named(NAME).clients(MANY);
    service =
        PoolService.start(
            options, MpiPoolExecutor.builder().backend("threads").maxWorkers(WORKERS));
  }

  @AfterAll
  static void end() {
    service.close();
  }

  private static MpiPoolExecutorBuilder pools() {
    return MpiPoolExecutor.builder().service(NAME);
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
