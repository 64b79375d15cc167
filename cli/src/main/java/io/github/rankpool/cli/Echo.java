package io.github.rankpool.cli;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.nio.ByteBuffer;
import java.util.List;

/** The worker of a {@link TrialMain}: sends back what it gets. */
public final class Echo implements RankProgram {
  static final int ROUNDS = 101;
  static final int BYTES = 8;
  static final int TAG = 0;

  /** For the backend. */
  public Echo() {}

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) {
    InterCommunicator doctor = runtime.parent().orElseThrow();
    ByteBuffer message = runtime.allocate(BYTES);
    for (int round = 0; round < ROUNDS; round++) {
      doctor.recv(message.clear(), 0, TAG);
      doctor.send(message.flip(), 0, TAG);
    }
    doctor.disconnect();
  }
}
