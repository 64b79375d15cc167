package io.github.rankpool;

import io.github.rankpool.internal.discovery.Backends;

/**
 * The arguments of a program that MPI's launcher runs on every rank.
 *
 * <p>{@code mpiexec} leaves a program's arguments as they are. MPJ Express's {@code mpjrun} puts
 * three of its own before them: rank, configuration and device.
 *
 * <pre>{@code
 * String[] own = ProgramArguments.of(args);
 * }</pre>
 *
 * <p>Programs that {@code rankpool run} runs have their own arguments only, whatever launched it.
 */
public final class ProgramArguments {
  private ProgramArguments() {}

  /**
   * Takes off what the launcher of this process has put before a program's arguments, if anything.
   * Starts no MPI. Callable from any thread, and with its own result.
   *
   * @param mainArguments as the main method got them; not changed
   * @return a new array with the program's own
   */
  public static String[] of(String... mainArguments) {
    return Backends.onClassPath(PoolFactory.contextLoader()).programArguments(mainArguments);
  }
}
