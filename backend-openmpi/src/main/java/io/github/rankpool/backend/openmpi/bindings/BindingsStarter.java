package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.backend.openmpi.BindingsEntry;
import io.github.rankpool.backend.openmpi.Installation;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mpi.MPI;
import mpi.MPIException;

/** Initialises MPI. Created by the provider, reflectively, in this package's own class loader. */
public final class BindingsStarter implements BindingsEntry {

  /** Creates the starter; loads nothing yet. */
  public BindingsStarter() {}

  @Override
  public MpiRuntime start(
      ThreadLevel required, Installation installation, Optional<String> sharedFate) {
    checkTemporaryFolder();
    try {
      if (MPI.isInitialized()) {
        throw new MpiException(
            "RP-334",
            "other code of this process has initialised MPI already. Let this backend be the only"
                + " one to use MPI in the process.");
      }
      int provided = MPI.InitThread(new String[0], toMpi(required));
      return new BindingsRuntime(fromMpi(provided), installation, sharedFate);
    } catch (MPIException e) {
      throw new MpiException("RP-334", "MPI_Init_thread failed: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new MpiException(
          "RP-333",
          "cannot load Open MPI's native library ("
              + e.getMessage()
              + ") of "
              + installation
              + ". If another class loader of this process has loaded it, use only one copy of this"
              + " backend and keep mpi.jar off the class path; otherwise run bin/setup.",
          e);
    }
  }

  /** Open MPI ends the process when initialising fails, and this is how it fails most easily. */
  private static void checkTemporaryFolder() {
    Path folder = LaunchDaemon.temporaryFolder();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new MpiException(
          "RP-334",
          "Open MPI needs a folder for temporary files, and cannot write to '"
              + folder
              + "'. Set TMPDIR to one that is there.");
    }
  }

  private static int toMpi(ThreadLevel level) {
    return switch (level) {
      case SINGLE -> MPI.THREAD_SINGLE;
      case FUNNELED -> MPI.THREAD_FUNNELED;
      case SERIALIZED -> MPI.THREAD_SERIALIZED;
      case MULTIPLE -> MPI.THREAD_MULTIPLE;
    };
  }

  private static ThreadLevel fromMpi(int provided) {
    for (ThreadLevel level : ThreadLevel.values()) {
      if (toMpi(level) == provided) {
        return level;
      }
    }
    throw new MpiException("RP-334", "MPI gave an unknown level of thread support: " + provided);
  }
}
