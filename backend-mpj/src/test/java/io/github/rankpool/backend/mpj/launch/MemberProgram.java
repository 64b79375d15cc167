package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.List;

/** What {@link MemberMain} runs on a launched rank: without an MPI, on the bare links. */
interface MemberProgram extends RankProgram {

  void run(Membership membership, List<String> arguments) throws Exception;

  @Override
  default void run(MpiRuntime runtime, List<String> arguments) {
    throw new UnsupportedOperationException("these ranks have no MPI");
  }
}
