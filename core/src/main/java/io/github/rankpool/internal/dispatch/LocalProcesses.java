package io.github.rankpool.internal.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sees the workers that run on this machine as processes of their own. Keeps hold of each from the
 * first look on, so that another process which gets its number later is not taken for it.
 */
final class LocalProcesses implements DispatchSettings.Processes {
  private final String host;
  private final long ownPid = ProcessHandle.current().pid();
  private final Map<WorkerInfo, Optional<ProcessHandle>> seen = new HashMap<>();

  private LocalProcesses(String host) {
    this.host = host;
  }

  static LocalProcesses on(String host) {
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

  private boolean isSeen(WorkerInfo worker) {
    return worker.pid() != ownPid && worker.host().equals(host);
  }

  private Optional<ProcessHandle> process(WorkerInfo worker) {
    return seen.computeIfAbsent(worker, key -> ProcessHandle.of(key.pid()));
  }
}
