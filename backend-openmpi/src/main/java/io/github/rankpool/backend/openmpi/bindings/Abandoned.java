package io.github.rankpool.backend.openmpi.bindings;

/**
 * Whether a communicator of this process was given up because a rank of it is lost. From then on
 * Open MPI would wait for that rank in whatever is collective, so nothing of that kind is called
 * any more: neither to disconnect another communicator nor to finalise.
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
