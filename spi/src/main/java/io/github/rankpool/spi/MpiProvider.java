package io.github.rankpool.spi;

import java.util.List;

/**
 * A backend: one MPI implementation, found through {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without arguments and name no class of their vendor,
 * so that they load whether or not the vendor's library is there. Safe for use by many threads.
 */
public interface MpiProvider {

  /**
   * The name that users choose this backend by.
   *
   * @return lower-case letters and digits, such as {@code openmpi} or {@code mpj}
   */
  String name();

  /**
   * Tells whether this backend can be used here. Has no side effects: it loads no native library,
   * starts nothing and writes nothing (rule L-1).
   *
   * @return usable with what was found, or not usable with reason and remedy
   */
  Availability availability();

  /**
   * Tells what may fail here later, although the backend is usable. As free of side effects as
   * {@link #availability}.
   *
   * @return immutable; empty if nothing is known
   */
  default List<Hindrance> hindrances() {
    return List.of();
  }

  /**
   * Tells whether this implementation's own launcher (such as {@code mpiexec} or {@code mpjrun})
   * started this process, or a process of this backend spawned it.
   *
   * @return true if this process was launched as a rank of this backend
   */
  boolean launchedThisProcess();

  /**
   * Tells which arguments of a main method are the program's, where this implementation's launcher
   * started it: some launchers put arguments of their own before them.
   *
   * @param mainArguments as the main method got them, or the program's already; not changed
   * @return a copy without the launcher's; of all of them if it did not start this process or puts
   *     none there
   */
  default String[] programArguments(String... mainArguments) {
    return mainArguments.clone();
  }

  /**
   * Tells whether this implementation's launcher runs other ranks in this JVM, each with a class
   * loader of its own for the application. Such a JVM goes on until the main methods of all ranks
   * have returned, and its end is the end of them all.
   *
   * @return false if every rank that it launches is a process
   */
  default boolean ranksShareJvm() {
    return false;
  }

  /**
   * Tells whether MPI can be started again in a process after it was finalised. MPI itself allows
   * one start only (MPI-4.0 §11.2.2).
   *
   * @return true if {@link #start} may be called any number of times
   */
  boolean isRestartable();

  /**
   * Initialises MPI (MPI-4.0 §11.2.1) for this process. The calling thread becomes MPI's main
   * thread: below {@link ThreadLevel#SERIALIZED} it is the only one that may use MPI, and it is the
   * one to close the runtime.
   *
   * @param required the level to ask for; the runtime may give another
   * @return the runtime, to be closed by the caller
   * @throws MpiException if the backend is not usable here, or was started before and allows only
   *     one start for each process
   */
  MpiRuntime start(ThreadLevel required);
}
