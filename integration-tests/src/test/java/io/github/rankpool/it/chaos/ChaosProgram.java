package io.github.rankpool.it.chaos;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.Workers;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.ThreadDump;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run, in a process of its own. */
public final class ChaosProgram {
  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int STATUS_WRONG = 1;
  private static final int STATUS_HANGS = 2;

  private final String backend;
  private final Plan plan;
  private final Path diary;
  private final Duration longStop;
  private final Ledger ledger = new Ledger();

  private ChaosProgram(String backend, Plan plan, Path diary, Duration longStop) {
    this.backend = backend;
    this.plan = plan;
    this.diary = diary;
    this.longStop = longStop;
  }

  /**
   * Prints a line that begins with {@code run}, and lines that begin with {@code WRONG}; if it
   * hangs, the stacks of all threads. Exit status 0 if all was right.
   *
   * @param args backend, seed, length in milliseconds, an empty directory, and how long a worker is
   *     stopped to be taken for lost, in milliseconds; 0 where workers cannot be stopped
   * @throws Exception what was not meant to happen
   */
  public static void main(String[] args) throws Exception {
    Duration longStop = Duration.ofMillis(Long.parseLong(args[4]));
    Duration length = Duration.ofMillis(Long.parseLong(args[2]));
    Plan plan = Plan.of(Long.parseLong(args[1]), length, longStop);
    boolean right = new ChaosProgram(args[0], plan, Path.of(args[3]), longStop).run();
    System.exit(right ? 0 : STATUS_WRONG);
  }

  private boolean run() throws Exception {
    System.out.println("plan " + plan);
    // Tasks without a future tell of their failure here.
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> ledger.uncaught(failure));
    LeakCheck leaks = LeakCheck.begin();
    List<String> problems = new ArrayList<>();
    Judge judge;
    boolean anyLost;
    try (MpiPoolExecutor pool = builder().build()) {
      Hand hand = new Hand(pids(pool), longStop);
      CountDownLatch done = new CountDownLatch(1);
      Thread watchdog = new Thread(() -> watch(done, hand), "chaos-watchdog");
      watchdog.start();
      use(pool, hand);
      hand.finish();
      done.countDown();
      watchdog.join();
      anyLost = hand.struck() > 0;
      judge = new Judge(plan, ledger, hand, backend, Tasks.begun(diary));
    }
    problems.addAll(judge.problems());
    problems.addAll(leftovers(leaks, anyLost));
    problems.forEach(problem -> System.out.println("WRONG " + problem));
    long completed = ledger.bookings().stream().filter(b -> b.future.isDone()).count();
    System.out.printf(
        "run seed=%d submitted=%d completed=%d failures=%s slowest_ms=%d%n",
        plan.seed(),
        ledger.bookings().size(),
        completed,
        judge.failures().toString().replace(" ", ""),
        TimeUnit.NANOSECONDS.toMillis(judge.slowestNanos()));
    return problems.isEmpty();
  }

  private MpiPoolExecutorBuilder builder() {
    MpiPoolExecutorBuilder builder =
        MpiPoolExecutor.builder()
            .backend(backend)
            .maxWorkers(plan.workers())
            .retries(plan.retries())
            .zeroCopy(plan.zeroCopy())
            .globals(Map.of(Tasks.DIARY, diary.toString()));
    return plan.queueCapacity() > 0 ? builder.queueCapacity(plan.queueCapacity()) : builder;
  }

  /** Of the workers, by rank. */
  private List<Long> pids(MpiPoolExecutor pool) {
    Long[] pids = new Long[plan.workers()];
    pool.submitParallel(
            plan.workers(), ranks -> new long[] {Workers.rank(), ProcessHandle.current().pid()})
        .join()
        .forEach(worker -> pids[(int) worker[0]] = worker[1]);
    return Arrays.asList(pids);
  }

  private void use(MpiPoolExecutor pool, Hand hand) throws InterruptedException {
    List<Caller> callers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plan.callers(); i++) {
      Caller caller = new Caller(pool, plan.workers(), plan.steps(i), ledger);
      callers.add(caller);
      threads.add(new Thread(caller, "chaos-caller-" + i));
    }
    hand.plan(plan.blows());
    threads.forEach(Thread::start);
    TimeUnit.MILLISECONDS.sleep(plan.length().toMillis());
    if (plan.end() == Plan.End.CLOSE_WHEN_ALL_IS_DONE) {
      callers.forEach(Caller::stop);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    end(pool);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void end(MpiPoolExecutor pool) {
    switch (plan.end()) {
      case CLOSE, CLOSE_WHEN_ALL_IS_DONE -> {}
      case SHUTDOWN -> pool.shutdown();
      case SHUTDOWN_NOW -> pool.shutdownNow();
    }
    pool.close();
  }

  private static void watch(CountDownLatch done, Hand hand) {
    try {
      if (done.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      System.out.println("WRONG hangs\n" + ThreadDump.take());
      hand.dumpWorkers();
      TimeUnit.SECONDS.sleep(1);
      Runtime.getRuntime().halt(STATUS_HANGS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> leftovers(LeakCheck leaks, boolean anyLost) {
    List<String> left = new ArrayList<>();
    for (String leftover : leaks.leftovers()) {
      // Open MPI is started once in a process: its thread and its daemon stay until that ends.
      if (!leftover.matches("thread rankpool-comm-openmpi .*|process \\d+ \\S*/orted .*")) {
        left.add("left behind: " + leftover);
      }
    }
    // Open MPI keeps what was under way to a lost rank; a rank that is a thread dies with its own.
    long deadline = System.nanoTime() + GRACE_NANOS;
    while ((!anyLost || backend.equals("mpj")) && Link.buffersInUse() != 0) {
      if (System.nanoTime() > deadline) {
        left.add("buffers in use: " + Link.buffersInUse());
        break;
      }
      Thread.onSpinWait();
    }
    return left;
  }
}
