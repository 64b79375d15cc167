package io.github.rankpool.spi;

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
   * @return lower-case letters and digits, such as {@code openmpi}
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
   * Tells whether this implementation's own launcher (such as {@code mpiexec}) started this
   * process, or a process of this backend spawned it.
   *
   * @return true if this process was launched as a rank of this backend
   */
  boolean launchedThisProcess();

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
