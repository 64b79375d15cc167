package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Payload;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One random run of a dispatcher: tasks of all sizes come and are withdrawn and interrupted;
 * workers answer in any order, late, with large results, with failures; they are lost, also in the
 * middle of a result; sends are slow; a frame is damaged. Nothing but the seed decides what
 * happens.
 */
final class ManualChaos {
  private static final int STEPS = 300;
  private static final int MOST_ROUNDS = 2_000;
  private static final int LARGE_BYTES = 2 * Frames.MAX_INLINE_BYTES;
  private static final int MOST_WORKERS = 5;

  private final Random random;
  private final DispatcherFixture pool;
  private final int retries;
  private final boolean slowSends;
  private final boolean mayDamage;
  private final Map<Long, DispatchTask> singles = new HashMap<>();
  private final List<List<DispatchTask>> parallels = new ArrayList<>();
  private final Map<Long, List<Boolean>> answers = new HashMap<>();
  private final Map<Long, Integer> timesReturned = new HashMap<>();
  private final Set<Long> thrown = new HashSet<>();
  private final BitSet lost = new BitSet();
  private int questions;

  /** Lost, or perhaps so because of a damaged frame. */
  private final BitSet mayBeLost = new BitSet();

  private boolean damaged;

  ManualChaos(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    retries = Math.max(0, random.nextInt(5) - 2);
    pool = DispatcherFixture.runningShortTasks(1 + random.nextInt(MOST_WORKERS), retries);
    pool.workers.forEach(worker -> worker.arrivals.clear());
    slowSends = random.nextInt(3) == 0;
    mayDamage = random.nextInt(4) == 0;
    if (slowSends) {
      pool.backend.holdSends();
    }
  }

  /** Plays it to its end and checks what has become of every task. */
  void play() {
    for (int step = 0; step < STEPS && !pool.dispatcher.isFinished(); step++) {
      step();
      if (random.nextInt(3) > 0) {
        pool.cycle();
      }
    }
    end();
    singles.values().forEach(this::checkSingle);
    parallels.forEach(this::checkParallel);
    assertThat(answers.values().stream().mapToInt(List::size).sum()).isEqualTo(questions);
    assertThat(pool.endEvents).hasSize(1);
  }

  /**
   * Whether MPI still had messages to send when the dispatcher broke: their buffers stay with it.
   */
  boolean hasLeftSends() {
    return !pool.breakages.isEmpty() && pool.backend.heldSends() > 0;
  }

  private void step() {
    ScriptedWorker worker = pool.worker(random.nextInt(pool.workers.size()));
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> submit(1 + random.nextInt(20), 8);
      case 3 -> submit(1, LARGE_BYTES);
      case 4 -> parallels.add(pool.submitParallel(1 + random.nextInt(pool.workers.size())));
      case 5, 6 -> withdraw();
      case 7 -> interrupt();
      case 8, 9 -> pool.clock.advance(Duration.ofMillis(random.nextInt(5)));
      case 10 -> completeSomeSends();
      case 11 -> rarely(6, () -> lose(worker));
      case 12 -> rarely(20, () -> damage(worker));
      case 13, 14 -> answerRecalls(worker);
      default -> work(worker, 1 + random.nextInt(4));
    }
  }

  private void rarely(int oneIn, Runnable what) {
    if (random.nextInt(oneIn) == 0) {
      what.run();
    }
  }

  private void submit(int count, int bytes) {
    for (int i = 0; i < count; i++) {
      DispatchTask task = pool.submit(Payload.ofBytes(new byte[bytes]));
      singles.put(task.id(), task);
    }
  }

  private void withdraw() {
    List<DispatchTask> all = List.copyOf(singles.values());
    if (!all.isEmpty()) {
      DispatchTask task = all.get(random.nextInt(all.size()));
      List<Boolean> heard = answers.computeIfAbsent(task.id(), id -> new ArrayList<>());
      questions++;
      pool.dispatcher.withdraw(task, heard::add);
    }
  }

  private void interrupt() {
    List<DispatchTask> all = List.copyOf(singles.values());
    if (!all.isEmpty()) {
      pool.dispatcher.interrupt(all.get(random.nextInt(all.size())));
    }
  }

  private void completeSomeSends() {
    for (int count = random.nextInt(4); count > 0 && pool.backend.heldSends() > 0; count--) {
      pool.backend.completeOldestSend();
    }
  }

  /** Ends the oldest of a worker's tasks. */
  private void work(ScriptedWorker worker, int count) {
    if (lost.get(worker.rank)) {
      return;
    }
    for (long id : worker.taskIds().stream().limit(count).toList()) {
      if (random.nextInt(10) == 0) {
        thrown.add(id);
        worker.failTask(id);
      } else {
        worker.finish(id, 1 + random.nextInt(1_000_000), result(id, random.nextInt(10) == 0));
      }
    }
  }

  private static Payload result(long id, boolean large) {
    byte[] bytes = new byte[large ? LARGE_BYTES : Long.BYTES];
    ByteBuffer.wrap(bytes).putLong(id);
    return Payload.ofBytes(bytes);
  }

  private void answerRecalls(ScriptedWorker worker) {
    if (lost.get(worker.rank)) {
      return;
    }
    for (long[] ids : worker.recalls) {
      // The oldest one runs.
      Set<Long> waiting = new HashSet<>(worker.taskIds().stream().skip(1).toList());
      List<Long> returned = Arrays.stream(ids).boxed().filter(waiting::contains).toList();
      List<Long> kept = Arrays.stream(ids).boxed().filter(id -> !waiting.contains(id)).toList();
      returned.forEach(id -> timesReturned.merge(id, 1, Integer::sum));
      worker.answerRecall(returned, kept);
    }
    worker.recalls.clear();
  }

  /** Loses a worker, sometimes with half of a result under way. */
  private void lose(ScriptedWorker worker) {
    if (lost.get(worker.rank)) {
      return;
    }
    List<Long> held = worker.taskIds();
    if (!held.isEmpty() && random.nextBoolean()) {
      worker.beginToFinish(held.get(0), result(held.get(0), true));
      if (random.nextBoolean()) {
        pool.backend.deliverCut(worker.rank, ScriptedWorker.CHUNK_TAG, LARGE_BYTES);
      }
    }
    lost.set(worker.rank);
    mayBeLost.set(worker.rank);
    pool.backend.lose(worker.rank);
  }

  private void damage(ScriptedWorker worker) {
    if (!mayDamage || damaged || lost.get(worker.rank)) {
      return;
    }
    damaged = true;
    mayBeLost.set(worker.rank);
    byte[] frame = worker.frame(FrameType.RESULTS);
    if (random.nextBoolean()) {
      worker.sendFrameOfBytes(Arrays.copyOf(frame, random.nextInt(frame.length)));
    } else {
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      worker.sendFrameOfBytes(frame);
    }
  }

  /** Everything that is still to come comes. */
  private void end() {
    pool.dispatcher.shutdown(pool.session, random.nextBoolean(), cancelled -> {});
    for (int round = 0; !pool.dispatcher.isFinished(); round++) {
      assertThat(round).as("rounds until all has ended").isLessThan(MOST_ROUNDS);
      pool.clock.advance(Duration.ofMillis(10));
      pool.cycle();
      if (!pool.dispatcher.isFinished()) {
        pool.backend.completeSends();
        pool.workers.forEach(this::comeToAnEnd);
      }
    }
  }

  private void comeToAnEnd(ScriptedWorker worker) {
    answerRecalls(worker);
    work(worker, Integer.MAX_VALUE);
    if (worker.stopped && !lost.get(worker.rank)) {
      worker.bye();
      worker.stopped = false;
    }
  }

  private void checkSingle(DispatchTask task) {
    RecordingListener listener = pool.listener(task);
    boolean withdrawn = answers.getOrDefault(task.id(), List.of()).contains(true);
    if (withdrawn) {
      // Whoever withdraws a task sees to its listener; the pool's end may have asked for it as
      // well.
      assertThat(listener.calls).as("told of task %d", task.id()).isSubsetOf("cancelled");
    }
    assertThat(listener.calls)
        .as("told of task %d", task.id())
        .hasSizeBetween(withdrawn ? 0 : 1, 1);
    checkEnd(task, listener);
    long arrived =
        pool.workers.stream()
            .flatMap(worker -> worker.arrivals.stream())
            .filter(("task " + task.id())::equals)
            .count();
    int returned = timesReturned.getOrDefault(task.id(), 0);
    assertThat(arrived - returned)
        .as("task %d was given out", task.id())
        .isBetween(0L, 1L + retries);
  }

  /** Of several failures of members one is told. */
  private void checkParallel(List<DispatchTask> members) {
    List<RecordingListener> listeners = members.stream().map(pool::listener).toList();
    assertThat(listeners).allMatch(listener -> listener.calls.size() <= 1);
    List<String> calls = listeners.stream().flatMap(each -> each.calls.stream()).toList();
    assertThat(calls).isNotEmpty();
    boolean allWell =
        calls.stream().allMatch("ended"::equals)
            && members.stream().noneMatch(member -> thrown.contains(member.id()));
    assertThat(calls).hasSize(allWell ? members.size() : calls.size());
    members.forEach(member -> checkEnd(member, pool.listener(member)));
  }

  private void checkEnd(DispatchTask task, RecordingListener listener) {
    if (listener.calls.contains("ended") && !thrown.contains(task.id())) {
      assertThat(ByteBuffer.wrap(pool.result(task).toByteArray()).getLong()).isEqualTo(task.id());
    }
    if (listener.cause instanceof WorkerLoss loss) {
      assertThat(mayBeLost.get(loss.worker().rank())).as(loss.toString()).isTrue();
    } else if (listener.cause instanceof TooFewWorkersException) {
      assertThat(task.parallel()).isNotNull();
      assertThat(mayBeLost.isEmpty()).isFalse();
    } else if (listener.cause != null) {
      // A damaged frame costs its worker, and not the pool.
      assertThat(mayBeLost.cardinality())
          .as(listener.cause.toString())
          .isEqualTo(pool.workers.size());
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%d workers, %d lost, %d tasks, %d parallel ones, %d withdrawals%s%s",
        pool.workers.size(),
        lost.cardinality(),
        singles.size(),
        parallels.size(),
        questions,
        slowSends ? ", slow sends" : "",
        damaged ? ", a damaged frame" : "");
  }
}
