package io.github.rankpool.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.ManualBackend;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AbandonedTest {
  private final ManualBackend runtime = new ManualBackend(1);
  private final MpiLock lock = new MpiLock(ThreadLevel.SERIALIZED);

  /** Counts how often it is looked at. */
  private static final class ScriptedRequest implements Request {
    private int looks;
    private boolean complete;
    private boolean failed;

    @Override
    public @Nullable Status test() {
      looks++;
      if (failed) {
        throw new MpiException("RP-335", "scripted");
      }
      return complete ? new Status(0, 0, 0) : null;
    }

    @Override
    public Status await() {
      throw new AssertionError("would block");
    }
  }

  @Test
  void operationsAreHeldUntilTheyAreComplete() {
    ScriptedRequest request = new ScriptedRequest();
    Abandoned.add(runtime, List.of(new Transfer(request, ByteBuffer.allocateDirect(1))));
    Abandoned.release(runtime, lock);
    Abandoned.release(new ManualBackend(1), lock);
    assertThat(request.looks).isEqualTo(1);
    request.complete = true;
    Abandoned.release(runtime, lock);
    Abandoned.release(runtime, lock);
    assertThat(request.looks).isEqualTo(2);
  }

  @Test
  void operationsThatFailAreLetGo() {
    ScriptedRequest request = new ScriptedRequest();
    request.failed = true;
    Abandoned.add(runtime, List.of(new Transfer(request, ByteBuffer.allocateDirect(1))));
    Abandoned.release(runtime, lock);
    Abandoned.release(runtime, lock);
    assertThat(request.looks).isEqualTo(1);
  }
}
