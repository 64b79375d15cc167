package io.github.rankpool.internal.dispatch;

import java.util.List;

/** Sees the workers that run on this machine as processes of their own. */
final class LocalProcesses implements DispatchSettings.Processes {
  private final String host;
  private final long ownPid = ProcessHandle.current().pid();

  private LocalProcesses(String host) {
    this.host = host;
  }

  static LocalProcesses on(String host) {
    return new LocalProcesses(host);
  }

  @Override
  public boolean anyAlive(List<WorkerInfo> workers) {
    return workers.stream().anyMatch(this::isAlive);
  }

  private boolean isAlive(WorkerInfo worker) {
    return worker.pid() != ownPid
        && worker.host().equals(host)
        && ProcessHandle.of(worker.pid()).map(ProcessHandle::isAlive).orElse(false);
  }
}
