package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tasks say of functions and classes goes to every worker once, ahead of the tasks. */
class DispatcherDefinitionsTest {
  private final Payload payload = encoded((Runnable & Serializable) () -> {});
  private final int number = payload.definitions().get(0).number();

  private static Payload encoded(Runnable task) {
    try {
      Payload payload = JavaCodec.forTasks(false).encode(task);
      assertThat(payload.definitions()).hasSize(1);
      return payload;
    } catch (CodecException e) {
      throw new AssertionError(e);
    }
  }

  private String definition(long session) {
    return "definition " + number + " of " + session;
  }

  @Test
  void aDefinitionGoesOnceToEveryWorkerThatNeedsIt() {
    DispatcherFixture pool = DispatcherFixture.running(2);
    for (int i = 0; i < 6; i++) {
      pool.submit(payload);
      pool.submit(payload);
      pool.playAll(SHORT_NANOS);
    }

    pool.assertEveryListenerWasToldOnce("ended");
    for (ScriptedWorker worker : pool.workers) {
      assertThat(worker.arrivals).hasSizeGreaterThan(2).startsWith(definition(0));
      assertThat(worker.arrivals).containsOnlyOnce(definition(0));
    }
  }

  @Test
  void otherDefinitionsFollowWhenTheyAreNeeded() {
    DispatcherFixture pool = DispatcherFixture.running(1);
    Payload other = encoded((Runnable & Serializable) Thread::onSpinWait);
    Definition otherDefinition = other.definitions().get(0);
    assertThat(otherDefinition.number()).isNotEqualTo(number);
    pool.submit(payload);
    pool.submit(other);
    pool.submit(payload);
    pool.playAll(SHORT_NANOS);

    assertThat(pool.worker(0).arrivals)
        .containsExactly(
            definition(0),
            "task 1",
            "definition " + otherDefinition.number() + " of 0",
            "task 2",
            "task 3");
  }

  @Test
  void aTaskThatWasTakenBackTakesItsDefinitionsAlong() {
    DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
    pool.submit(3);
    long id = pool.submit(payload).id();
    pool.cycle();
    ScriptedWorker slow =
        pool.workers.stream()
            .filter(worker -> worker.tasks.containsKey(id))
            .findFirst()
            .orElseThrow();
    ScriptedWorker other = pool.worker(1 - slow.rank);
    other.finishAll(SHORT_NANOS);
    pool.cycle();
    pool.clock.advance(Duration.ofMillis(3));
    pool.cycle();
    assertThat(slow.recalls).hasSize(1);
    slow.answerRecall(Arrays.stream(slow.recalls.get(0)).boxed().toList(), List.of());
    pool.cycle();

    assertThat(other.tasks).containsKey(id);
    assertThat(other.arrivals).containsSubsequence(definition(0), "task " + id);
    pool.playAll(SHORT_NANOS);
  }

  @Test
  void everyRankOfAParallelTaskGetsThem() {
    DispatcherFixture pool = DispatcherFixture.running(3);
    pool.submitParallel(3, payload);
    pool.playAll(SHORT_NANOS);
    pool.submitParallel(3, payload);
    pool.playAll(SHORT_NANOS);

    for (ScriptedWorker worker : pool.workers) {
      assertThat(worker.arrivals).hasSize(3).startsWith(definition(0));
    }
  }

  @Test
  void everySessionSendsItsOwnAndHasThemForgotten() {
    DispatcherFixture pool = DispatcherFixture.shared(1);
    SessionFixture first = new SessionFixture(pool, 1, false);
    SessionFixture second = new SessionFixture(pool, 2, false);
    SessionFixture without = new SessionFixture(pool, 3, false);
    first.submit(payload);
    second.submit(payload);
    without.submit(1);
    pool.playAll(SHORT_NANOS);
    assertThat(pool.worker(0).arrivals).contains(definition(first.id()), definition(second.id()));

    for (SessionFixture session : List.of(first, without)) {
      pool.dispatcher.shutdown(session.session, false, cancelled -> {});
    }
    pool.cycle();
    assertThat(pool.worker(0).forgotten).containsExactly(first.id());

    second.submit(payload);
    pool.playAll(SHORT_NANOS);
    assertThat(pool.worker(0).arrivals).containsOnlyOnce(definition(second.id()));
  }
}
