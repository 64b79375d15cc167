package io.github.rankpool.backend.openmpi.bindings;

/**
 * Whether a communicator of this process was given up because a rank of it is lost. Open MPI would
 * wait for that rank when finalising, so that is left out. Other communicators are disconnected as
 * ever: their ranks on the other side wait for it.
 */
final class Abandoned {
  private static volatile boolean any;

  private Abandoned() {}

  static void note() {
    any = true;
  }

  static boolean any() {
    return any;
  }
}
