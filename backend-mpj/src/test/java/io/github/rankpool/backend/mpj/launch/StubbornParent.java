package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.SpawnRequest;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A program whose ranks do not end of their own. Arguments: exit status, or "stay"; hosts and the
 * ssh to reach them by, or none.
 */
public final class StubbornParent {
  private StubbornParent() {}

  public static void main(String[] args) throws Exception {
    SpawnRequest.Builder request = SpawnRequest.of(3, MemberPrograms.Stubborn.class);
    if (args.length > 1) {
      request.info(Map.of("host", args[1], "ssh", args[2]));
    }
    LaunchedRanks ranks = Launcher.launch(request.build(), 1, MemberMain.class.getName());
    MemberPrograms.awaitByteOfEach(ranks);
    for (int rank = 0; rank < ranks.size(); rank++) {
      System.out.println(ranks.describe(rank));
    }
    System.out.println("busy");
    while (args[0].equals("stay")) {
      LockSupport.park();
    }
    System.exit(Integer.parseInt(args[0]));
  }
}
