package io.github.rankpool.cli;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What rank 0 makes of the command line, and tells the other ranks.
 *
 * @param status exit status of all ranks, if there is nothing to run
 * @param program what to run, or null
 * @param options how; of interest to rank 0 alone
 * @param service how to serve other programs, or null
 */
record Verdict(
    int status, @Nullable Program program, RunOptions options, @Nullable ServeOptions service)
    implements Serializable {
  /** Exit status: done. */
  static final int SUCCESS = 0;

  /** Exit status: the program failed, or could not be compiled or started. */
  static final int FAILURE = 1;

  /** Exit status: no such program or setting, a bad setting, or a command line that is none. */
  static final int USAGE = 2;

  static Verdict end(int status) {
    return new Verdict(status, null, RunOptions.NONE, null);
  }

  static Verdict run(Program program, RunOptions options) {
    return new Verdict(SUCCESS, program, options, null);
  }

  static Verdict serve(ServeOptions service) {
    return new Verdict(SUCCESS, null, RunOptions.NONE, service);
  }
}
