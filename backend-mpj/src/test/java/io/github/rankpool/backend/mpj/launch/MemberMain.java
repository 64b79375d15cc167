package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.RankProgram;

/** Main class of ranks in tests: as {@link SpawnedRankMain}, but runs a {@link MemberProgram}. */
public final class MemberMain {
  private MemberMain() {}

  public static void main(String[] args) throws Exception {
    Bootstrap bootstrap = SpawnedRankMain.join();
    MemberProgram program = (MemberProgram) RankProgram.named(bootstrap.program());
    program.run(Membership.current().orElseThrow(), bootstrap.arguments());
    System.exit(0);
  }
}
