package io.github.rankpool.backend.openmpi;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.Hindrance;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.List;
import java.util.Optional;

/**
 * The backend {@code openmpi}: Open MPI 4 or 5 with its Java bindings.
 *
 * <p>One start for each process: MPI cannot be initialised again after it was finalised (MPI-4.0
 * §11.2.2).
 */
public final class OpenMpiProvider implements MpiProvider {
  /** The name that users choose this backend by. */
  public static final String NAME = "openmpi";

  private static final String STARTER = VendorClassLoader.BINDINGS_PACKAGE + "BindingsStarter";

  /** Set by mpiexec and by spawn, in Open MPI 4 and 5. */
  private static final String LAUNCH_VARIABLE = "OMPI_COMM_WORLD_SIZE";

  private static final Object LOCK = new Object();

  /** Guarded by LOCK. */
  private static boolean started;

  /** Creates the provider; finds nothing yet. */
  public OpenMpiProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    try {
      return Availability.usable(find().toString());
    } catch (NotUsableException e) {
      return Availability.unusable(e.reason(), e.remedy());
    }
  }

  @Override
  public List<Hindrance> hindrances() {
    return RootPermission.missing(System.getProperty("user.name"), System.getenv()).stream()
        .toList();
  }

  @Override
  public boolean launchedThisProcess() {
    return System.getenv(LAUNCH_VARIABLE) != null;
  }

  @Override
  public boolean isRestartable() {
    return false;
  }

  @Override
  public MpiRuntime start(ThreadLevel required) {
    synchronized (LOCK) {
      if (started) {
        throw new MpiException(
            "RP-332",
            "Open MPI was started before in this process, and MPI can be initialised only once."
                + " Keep one runtime for the life of the process.");
      }
      Installation installation;
      try {
        installation = find();
      } catch (NotUsableException e) {
        throw new MpiException("RP-330", e.reason() + ". " + e.remedy(), e);
      }
      started = true;
      boolean recovers =
          launchedThisProcess() ? Recovery.isEnabledBy(System.getenv()) : Recovery.enable();
      Optional<String> sharedFate = Recovery.sharedFate(recovers, launchedThisProcess());
      return entry(installation).start(required, installation, sharedFate);
    }
  }

  private static Installation find() throws NotUsableException {
    return new InstallationFinder(Surroundings.ofThisProcess()).find();
  }

  // The loader lives as long as the process: the native library belongs to it.
  @SuppressWarnings("resource")
  private static BindingsEntry entry(Installation installation) {
    ClassLoader loader =
        new VendorClassLoader(installation, OpenMpiProvider.class.getClassLoader());
    try {
      return (BindingsEntry) loader.loadClass(STARTER).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new MpiException("RP-333", "cannot load Open MPI's bindings from " + installation, e);
    }
  }
}
