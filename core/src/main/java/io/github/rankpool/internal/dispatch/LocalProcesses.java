package io.github.rankpool.internal.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sees the workers that run on this machine as processes of their own. Keeps hold of each from the
 * first look on, so that another process which gets its number later is not taken for it.
 */
public final class LocalProcesses implements DispatchSettings.Processes {
  private final String host;
  private final long ownPid = ProcessHandle.current().pid();
  private final Map<WorkerInfo, Optional<ProcessHandle>> seen = new HashMap<>();

  private LocalProcesses(String host) {
    this.host = host;
  }

  /**
   * Sees none yet.
   *
   * @param host this machine's name, as workers tell theirs
   * @return for one pool, and one thread
   */
  public static LocalProcesses on(String host) {
    return new LocalProcesses(host);
  }

  @Override
  public DispatchSettings.ProcessState of(WorkerInfo worker) {
    if (!isSeen(worker)) {
      return DispatchSettings.ProcessState.UNSEEN;
    }
    return process(worker).map(ProcessHandle::isAlive).orElse(false)
        ? DispatchSettings.ProcessState.RUNNING
        : DispatchSettings.ProcessState.ENDED;
  }

  @Override
  public void end(WorkerInfo worker) {
    if (isSeen(worker)) {
      process(worker).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * Tells whether a worker's process is known to run.
   *
   * @param worker of the pool
   * @return false if it has ended, or cannot be seen from here
   */
  public boolean isRunning(WorkerInfo worker) {
    return of(worker) == DispatchSettings.ProcessState.RUNNING;
  }

  /**
   * Tells whether a worker's process is known to have ended.
   *
   * @param worker of the pool
   * @return false if it runs, or cannot be seen from here
   */
  public boolean hasEnded(WorkerInfo worker) {
    return of(worker) == DispatchSettings.ProcessState.ENDED;
  }

  private boolean isSeen(WorkerInfo worker) {
    return worker.pid() != ownPid && worker.host().equals(host);
  }

  private Optional<ProcessHandle> process(WorkerInfo worker) {
    return seen.computeIfAbsent(worker, key -> ProcessHandle.of(key.pid()));
  }
}
