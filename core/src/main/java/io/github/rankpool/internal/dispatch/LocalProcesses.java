package io.github.rankpool.internal.dispatch;

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
  public DispatchSettings.ProcessState of(WorkerInfo worker) {
    if (worker.pid() == ownPid || !worker.host().equals(host)) {
      return DispatchSettings.ProcessState.UNSEEN;
    }
    boolean alive = ProcessHandle.of(worker.pid()).map(ProcessHandle::isAlive).orElse(false);
    return alive ? DispatchSettings.ProcessState.RUNNING : DispatchSettings.ProcessState.ENDED;
  }
}
