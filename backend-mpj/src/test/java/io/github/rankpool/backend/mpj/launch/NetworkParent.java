package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.SpawnRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;

/** Launches ranks on hosts and tells how they were reached. Arguments: hosts, ssh. */
public final class NetworkParent {
  private NetworkParent() {}

  public static void main(String[] args) throws Exception {
    SpawnRequest request =
        SpawnRequest.of(4, MemberPrograms.Tells.class)
            .arguments(List.of("it's", ""))
            .info(Map.of("host", args[0], "ssh", args[1]))
            .build();
    FutureTask<LaunchedRanks> launch =
        new FutureTask<>(() -> Launcher.launch(request, 1, MemberMain.class.getName()));
    new Thread(launch, "launch").start();
    Set<String> listened = new TreeSet<>();
    while (!launch.isDone()) {
      for (InetSocketAddress address : ListeningSockets.of(ProcessHandle.current().pid())) {
        listened.add(address.getAddress().getHostAddress());
      }
    }
    System.out.println("listened at " + listened);
    try (LaunchedRanks ranks = launch.get()) {
      for (int rank = 0; rank < ranks.size(); rank++) {
        List<String> report = MemberPrograms.report(ranks.link(rank));
        InetSocketAddress remote =
            (InetSocketAddress) ranks.link(rank).incoming().getRemoteAddress();
        System.out.println(
            "rank " + rank + " at " + remote.getAddress().getHostAddress() + " " + report);
      }
      MemberPrograms.release(ranks);
    }
  }
}
