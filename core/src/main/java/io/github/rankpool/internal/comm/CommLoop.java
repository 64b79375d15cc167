package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of the thread that owns MPI: runs commands from other threads, lets every agent do
 * its work, and waits when there is none. An agent that throws is failed and dropped; the others go
 * on.
 */
public final class CommLoop implements IdleStrategy.Situation {
  private static final Logger LOG = LoggerFactory.getLogger(CommLoop.class);

  private final MpiRuntime runtime;
  private final IdleStrategy idle;
  private final MpiLock lock;
  private @Nullable Doorbell doorbell;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final List<Agent> agents = new ArrayList<>();
  private volatile boolean stopped;

  /** Whether to stop when the last agent has finished. */
  private boolean ending;

  /**
   * Creates the loop. The calling thread is the one that must {@link #run} it.
   *
   * @param runtime MPI, started by this thread
   */
  public CommLoop(MpiRuntime runtime) {
    this.runtime = runtime;
    this.idle = new IdleStrategy(runtime, Thread.currentThread());
    this.lock = MpiLock.of(runtime);
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
    idle.wake();
    return !(stopped && commands.remove(command));
  }

  /** Has the communication thread look for new work. Callable from any thread. */
  public void wake() {
    idle.wake();
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
      while (!stopped && !(ending && agents.isEmpty())) {
        if (lockedCycle() > 0) {
          idle.reset();
        } else {
          idle.idle(deadline(), backoff(), expectation(), this);
        }
      }
    } catch (Throwable e) {
      death = e;
      throw e;
    } finally {
      stopped = true;
      Throwable cause =
          death != null ? death : new IllegalStateException("RP-210: communication was shut down");
      agents.forEach(agent -> fail(agent, cause));
      agents.clear();
      // Commands of threads that did not see the end coming: they find their agent failed.
      runCommands();
      if (doorbell != null) {
        doorbell.close();
      }
    }
  }

  private int lockedCycle() {
    lock.lock();
    try {
      return cycle();
    } finally {
      lock.unlock();
    }
  }

  private int cycle() {
    int work = runCommands();
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
      agent.fail(cause);
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

  @Override
  public boolean peersRing() {
    for (Agent agent : agents) {
      if (!agent.peersRing()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean hasNothingToDo() {
    if (stopped || !commands.isEmpty()) {
      return false;
    }
    for (Agent agent : agents) {
      if (agent.hasNewWork()) {
        return false;
      }
    }
    return true;
  }
}
