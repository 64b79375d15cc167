package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.SpawnRequest;
import java.util.concurrent.locks.LockSupport;

/** A program whose ranks do not end of their own, and which exits if it is told to. */
public final class StubbornParent {
  private StubbornParent() {}

  public static void main(String[] args) throws Exception {
    SpawnRequest request = SpawnRequest.of(3, MemberPrograms.Stubborn.class).build();
    LaunchedRanks ranks = Launcher.launch(request, 1, MemberMain.class.getName());
    MemberPrograms.awaitByteOfEach(ranks);
    System.out.println("busy");
    while (args.length == 0) {
      LockSupport.park();
    }
    System.exit(Integer.parseInt(args[0]));
  }
}
