package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects that take more stack or memory than there is fail their task, and nothing else. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HeavyObjectsContract {
  private static final String AT_SUBMIT = "RP-401";
  private static final String AT_WORKER = "RP-402";
  private static final String AT_MASTER = "RP-403";
  private static final String TOO_DEEP = "RP-412";
  private static final String NO_MEMORY = "RP-413";

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private MpiPoolExecutor pool;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @BeforeAll
  void startPool() {
    pool = builder().maxWorkers(1).build();
  }

  @AfterAll
  void endPool() {
    pool.close();
  }

  private static final class Node implements Serializable {
    private static final long serialVersionUID = 1L;
    private @Nullable Node next;

    /** As long that no stack has room for it. */
    static Node chain() {
      Node first = new Node();
      for (int i = 1; i < 1_000_000; i++) {
        Node added = new Node();
        added.next = first;
        first = added;
      }
      return first;
    }
  }

  /** Easily written; whoever reads it is never done. */
  private static final class Bottomless implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("InfiniteRecursion") // The point of it.
    private void readObject(ObjectInputStream stream) throws IOException {
      readObject(stream);
    }
  }

  /** Takes more memory than any JVM gives. */
  private static final class Greedy implements Serializable {
    private static final long serialVersionUID = 1L;
    private final boolean onWriting;

    @SuppressWarnings("UnusedVariable") // Takes memory, that is all.
    private transient int taken;

    Greedy(boolean onWriting) {
      this.onWriting = onWriting;
    }

    private void writeObject(ObjectOutputStream stream) throws IOException {
      stream.defaultWriteObject();
      taken = new byte[onWriting ? Integer.MAX_VALUE : 0].length;
    }

    private void readObject(ObjectInputStream stream) throws Exception {
      stream.defaultReadObject();
      taken = new byte[onWriting ? 0 : Integer.MAX_VALUE].length;
    }
  }

  private void assertFails(Future<?> future, String where, String why) throws Exception {
    assertThatThrownBy(future::get)
        .hasCauseInstanceOf(TaskSerializationException.class)
        .hasMessageContainingAll(where, why);
    assertThat(pool.submit(() -> "well").get()).isEqualTo("well");
  }

  @Test
  void aTaskTooDeepToEncodeFailsAtSubmit() throws Exception {
    assertFails(pool.submit(node -> 1, Node.chain()), AT_SUBMIT, TOO_DEEP);
  }

  @Test
  void aTaskTooDeepToDecodeFailsAtTheWorker() throws Exception {
    assertFails(pool.submit(given -> 1, new Bottomless()), AT_WORKER, TOO_DEEP);
  }

  @Test
  void aResultTooDeepToEncodeFailsAtTheWorker() throws Exception {
    assertFails(pool.submit(Node::chain), AT_WORKER, TOO_DEEP);
  }

  @Test
  void aResultTooDeepToDecodeFailsAtTheMaster() throws Exception {
    assertFails(pool.submit(Bottomless::new), AT_MASTER, TOO_DEEP);
  }

  @Test
  void aTaskTooLargeToEncodeFailsAtSubmit() throws Exception {
    assertFails(pool.submit(given -> 1, new Greedy(true)), AT_SUBMIT, NO_MEMORY);
  }

  @Test
  void aTaskTooLargeToDecodeFailsAtTheWorker() throws Exception {
    assertFails(pool.submit(given -> 1, new Greedy(false)), AT_WORKER, NO_MEMORY);
  }

  @Test
  void aResultTooLargeToEncodeFailsAtTheWorker() throws Exception {
    assertFails(pool.submit(() -> new Greedy(true)), AT_WORKER, NO_MEMORY);
  }

  @Test
  void aResultTooLargeToDecodeFailsAtTheMaster() throws Exception {
    assertFails(pool.submit(() -> new Greedy(false)), AT_MASTER, NO_MEMORY);
  }

  @Test
  void longListsAndCyclesAreFine() throws Exception {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      list.add(new Node());
    }
    list.add(list);
    Node ring = new Node();
    ring.next = ring;

    assertThat(pool.submit(given -> given.get(100_000) == given, list).get()).isTrue();
    assertThat(pool.submit(given -> given.next == given, ring).get()).isTrue();
  }
}
