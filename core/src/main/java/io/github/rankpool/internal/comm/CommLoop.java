package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of the thread that owns MPI: runs commands from other threads, lets every agent do
 * its work, and waits when there is none. An agent that throws is failed and dropped; the others go
 * on.
 *
 * <p>A thread that waits for what a cycle may bring can run cycles itself: see {@link Progress}.
 * The communication thread rests meanwhile, and looks now and then whether that thread still does.
 * What is said to be for the communication thread is then for whoever has the turn.
 */
public final class CommLoop implements IdleStrategy.Situation, Progress {
  private static final Logger LOG = LoggerFactory.getLogger(CommLoop.class);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final MpiRuntime runtime;
  private final IdleStrategy idle;
  private final MpiLock lock;
  private @Nullable Doorbell doorbell;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.currentThread();

  /** Whether MPI lets other threads make its calls, one at a time, interrupted or not. */
  private final boolean lendable;

  /** Held by whoever runs a cycle. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by the turn. */
  private final List<Agent> agents = new ArrayList<>();

  /** How many cycles other threads have run. Written with the turn. */
  private volatile long cyclesByOthers;

  /** Of them, those that the communication thread knows of. */
  private long cyclesSeen;

  /** Whether the communication thread leaves the cycles to others. */
  private volatile boolean resting;

  /** Whether somebody has asked it not to. */
  private volatile boolean called;

  private volatile boolean stopped;

  /** Whether to stop when the last agent has finished. */
  private boolean ending;

  // How long the communication thread may sleep at most, and what for. It alone writes them, with
  // the turn.
  private long plannedNanos;
  private long plannedBackoffNanos;
  private Expectation plannedExpectation = Expectation.NOTHING;

  /** Whether a cycle of another thread has changed that. Written with the turn. */
  private volatile boolean planOutdated;

  /** Whether the communication thread's last cycle had something to do. */
  private boolean busy;

  /**
   * Creates the loop. The calling thread is the one that must {@link #run} it.
   *
   * @param runtime MPI, started by this thread
   */
  public CommLoop(MpiRuntime runtime) {
    this.runtime = runtime;
    this.idle = new IdleStrategy(runtime, Thread.currentThread());
    this.lock = MpiLock.of(runtime);
    this.lendable =
        runtime.threadLevel().allows(ThreadLevel.SERIALIZED) && runtime.toleratesInterrupts();
  }

  /**
   * MPI, to be used in commands and agents only.
   *
   * @return the runtime
   */
  public MpiRuntime runtime() {
    return runtime;
  }

  /**
   * What other threads of this process must hold while they call MPI.
   *
   * @return the lock that this loop takes for its own calls
   */
  public MpiLock lock() {
    return lock;
  }

  /**
   * The sleeps of the communication thread.
   *
   * @return kept up to date
   */
  public Sleeps sleeps() {
    return idle.sleeps();
  }

  /**
   * The doorbell of this process, which the loop takes down at its end. For the communication
   * thread, or before {@link #run}.
   *
   * @return null where the backend can wait for messages, or a doorbell cannot be had
   */
  public @Nullable Doorbell doorbell() {
    if (doorbell == null && !runtime.blocksOnArrival()) {
      doorbell = Doorbell.putUp();
      idle.sleepBeside(doorbell);
    }
    return doorbell;
  }

  /**
   * Has the communication thread run a command. Callable from any thread.
   *
   * @param command short; must not throw
   * @return false if the loop has ended and the command will not run
   */
  public boolean execute(Runnable command) {
    commands.add(command);
    wake();
    return !(stopped && commands.remove(command));
  }

  @Override
  public void wake() {
    // Queues publish with ordered stores, which must not be overtaken by the look below. One that
    // is overlooked all the same waits for the end of the rest.
    VarHandle.fullFence();
    if (resting) {
      called = true;
      LockSupport.unpark(thread);
    } else {
      idle.wake();
    }
  }

  /**
   * Has new work looked at: by the calling thread if there is nothing else on its way and the
   * communication thread rests, otherwise by that. Callable from any thread.
   */
  public void attend() {
    VarHandle.fullFence();
    if (!resting || makeProgress(true) == NOT_LENT) {
      wake();
    }
  }

  @Override
  public int make() {
    return makeProgress(false);
  }

  private int makeProgress(boolean onlyIfQuiet) {
    // The communication thread goes first, when it wants to.
    if (!lendable || turn.isHeldByCurrentThread() || turn.hasQueuedThreads() || !turn.tryLock()) {
      return NOT_LENT;
    }
    try {
      // A command may take its time; and of several agents, each would have to be looked after.
      if (stopped || !commands.isEmpty() || agents.size() != 1 || !agents.get(0).mayBeLent()) {
        return NOT_LENT;
      }
      if (onlyIfQuiet && agents.get(0).expectation() != Expectation.NOTHING) {
        return NOT_LENT;
      }
      long cycles = cyclesByOthers;
      cyclesByOthers = cycles + 1;
      int work = lockedCycle(false);
      planOutdated = isPlanOutdated();
      return work;
    } finally {
      turn.unlock();
    }
  }

  /** Whether the communication thread may be about to sleep for too long. With the turn. */
  private boolean isPlanOutdated() {
    return deadline() < plannedNanos
        || (plannedExpectation == Expectation.NOTHING && expectation() != Expectation.NOTHING);
  }

  @Override
  public void leave() {
    if (planOutdated && !resting) {
      idle.wake();
    }
  }

  @Override
  public void resume() {
    // Also if it does not rest yet: it may be about to.
    called = true;
    wake();
  }

  @Override
  public boolean isLent() {
    return resting;
  }

  /**
   * Lets the loop drive an agent. For the communication thread, or before {@link #run}.
   *
   * @param agent dropped once finished
   */
  public void attach(Agent agent) {
    agents.add(agent);
  }

  /** Has the agents end, and {@link #run} return when they have. Callable from any thread. */
  public void endSoon() {
    execute(
        () -> {
          ending = true;
          agents.forEach(Agent::endSoon);
        });
  }

  /** Ends {@link #run} after the commands and agents at hand. Callable from any thread. */
  public void stop() {
    stopped = true;
    idle.wake();
  }

  /**
   * Runs until {@link #stop} is called, or, if {@code untilIdle}, until the last agent has
   * finished. Agents that are left at the end are failed, so that nobody waits for them.
   *
   * @param untilIdle whether to return when no agent is left
   */
  public void run(boolean untilIdle) {
    @Nullable Throwable death = null;
    try {
      ending |= untilIdle;
      while (!stopped && goOnDespiteScarcity()) {}
    } catch (Throwable e) {
      death = e;
      throw e;
    } finally {
      end(death != null ? death : new IllegalStateException("RP-210: communication was shut down"));
    }
  }

  /** What an agent needs memory for is its own affair; the loop itself goes on without any. */
  private boolean goOnDespiteScarcity() {
    try {
      return goOn();
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(REST_NANOS);
      return true;
    }
  }

  /** Runs a cycle and waits if there was nothing to do; false if this was the last one. */
  private boolean goOn() {
    if (mayRest()) {
      rest();
      return true;
    }
    turn.lock();
    try {
      called = false;
      busy = lockedCycle(true) > 0;
      if (ending && agents.isEmpty()) {
        return false;
      }
      plan();
    } finally {
      turn.unlock();
    }
    if (busy) {
      idle.reset();
    } else {
      idle.idle(plannedNanos, plannedBackoffNanos, plannedExpectation, this);
    }
    return true;
  }

  private void plan() {
    planOutdated = false;
    plannedNanos = deadline();
    plannedBackoffNanos = backoff();
    plannedExpectation = expectation();
  }

  private boolean mayRest() {
    long cycles = cyclesByOthers;
    boolean helped = cycles != cyclesSeen;
    cyclesSeen = cycles;
    return helped && !busy && !called && commands.isEmpty();
  }

  private void rest() {
    resting = true;
    if (!called && commands.isEmpty()) {
      LockSupport.parkNanos(this, REST_NANOS);
    }
    resting = false;
    idle.beginAnew();
  }

  private void end(Throwable cause) {
    turn.lock();
    try {
      stopped = true;
      agents.forEach(agent -> fail(agent, cause));
      agents.clear();
      // Commands of threads that did not see the end coming: they find their agent failed.
      runCommands();
    } finally {
      turn.unlock();
    }
    if (doorbell != null) {
      doorbell.close();
    }
  }

  private int lockedCycle(boolean withCommands) {
    lock.lock();
    try {
      return (withCommands ? runCommands() : 0) + runAgents();
    } finally {
      lock.unlock();
    }
  }

  private int runAgents() {
    int work = 0;
    for (int i = agents.size() - 1; i >= 0; i--) {
      Agent agent = agents.get(i);
      boolean failed = false;
      try {
        work += agent.doWork();
      } catch (Throwable e) {
        failed = true;
        fail(agent, e);
      }
      if (failed || agent.isFinished()) {
        agents.remove(i);
        work++;
      }
    }
    return work;
  }

  private static void fail(Agent agent, Throwable cause) {
    try {
      Insistence.insist(() -> agent.fail(cause));
    } catch (Throwable e) {
      LOG.error("RP-211: {} could not be ended in good order", agent, e);
    }
  }

  private int runCommands() {
    int work = 0;
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      try {
        command.run();
      } catch (RuntimeException e) {
        LOG.error("RP-212: a command of the communication thread failed", e);
      }
      work++;
    }
    return work;
  }

  private long deadline() {
    long nanos = Long.MAX_VALUE;
    for (Agent agent : agents) {
      nanos = Math.min(nanos, agent.nanosToNextDeadline());
    }
    return nanos;
  }

  private long backoff() {
    long nanos = Long.MAX_VALUE;
    for (Agent agent : agents) {
      nanos = Math.min(nanos, agent.backoffNanos());
    }
    return nanos;
  }

  private Expectation expectation() {
    Expectation most = Expectation.NOTHING;
    for (Agent agent : agents) {
      Expectation expectation = agent.expectation();
      most = expectation.compareTo(most) > 0 ? expectation : most;
    }
    return most;
  }

  // With somebody else's turn, the agents are not to be asked, and there is something to do.
  @Override
  public boolean peersRing() {
    return turn.tryLock() && unlockAfter(agents.stream().allMatch(Agent::peersRing));
  }

  @Override
  public boolean hasNothingToDo() {
    return !stopped
        && !called
        && commands.isEmpty()
        && cyclesByOthers == cyclesSeen
        && turn.tryLock()
        && unlockAfter(agents.stream().noneMatch(Agent::hasNewWork));
  }

  private boolean unlockAfter(boolean answer) {
    turn.unlock();
    return answer;
  }
}
