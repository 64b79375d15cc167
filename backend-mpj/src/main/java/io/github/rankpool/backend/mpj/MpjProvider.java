package io.github.rankpool.backend.mpj;

import io.github.rankpool.backend.mpj.launch.Membership;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code mpj}: MPJ Express 0.44.
 *
 * <p>A process that nobody launched may start it any number of times; each start is a world of one
 * rank, which may spawn others. A rank of a world that MPJ Express's {@code mpjrun} launched, or
 * that was spawned, starts it once.
 */
public final class MpjProvider implements MpiProvider {
  /** The name that users choose this backend by. */
  public static final String NAME = "mpj";

  private static final String STARTER = "DeviceStarter";

  private static final Object LOCK = new Object();

  /** Whether this process's part in a world of several has been taken. Guarded by LOCK. */
  private static boolean joined;

  /** Creates the provider; finds nothing yet. */
  public MpjProvider() {}

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
  public boolean launchedThisProcess() {
    return Membership.current().isPresent() || StaticLaunch.launchedThisProcess();
  }

  @Override
  public String[] programArguments(String... mainArguments) {
    return StaticLaunch.programArguments(mainArguments);
  }

  @Override
  public boolean ranksShareJvm() {
    return StaticLaunch.ranksShareJvm();
  }

  @Override
  public boolean isRestartable() {
    return !launchedThisProcess();
  }

  @Override
  public MpiRuntime start(ThreadLevel required) {
    Optional<Membership> membership = Membership.current();
    StaticLaunch launch = StaticLaunch.find();
    if (membership.isEmpty() && launch == null) {
      return new MpjRuntime(World.alone(), devices(null));
    }
    takePlace();
    DeviceEntry devices = devices(launch == null ? null : launch.vendorLoader());
    World world =
        launch != null
            ? World.launched(launch, devices)
            : World.spawned(membership.orElseThrow(), devices);
    return new MpjRuntime(world, devices);
  }

  private static void takePlace() {
    synchronized (LOCK) {
      if (joined) {
        throw new MpiException(
            "RP-384",
            "MPJ Express was started before in this process, which is a rank of a world and can"
                + " take its place in it only once. Keep one runtime for the life of the process.");
      }
      joined = true;
    }
  }

  /** Its vendor's classes are those of one world. */
  private static DeviceEntry devices(@Nullable ClassLoader launcher) {
    if (launcher != null) {
      return VendorClassLoader.forThreadRank(launcher).make(DeviceEntry.class, STARTER);
    }
    try {
      return VendorClassLoader.forNewWorld(find()).make(DeviceEntry.class, STARTER);
    } catch (NotUsableException e) {
      throw e.asMpiException();
    }
  }

  private static MpjInstallation find() throws NotUsableException {
    return new MpjInstallationFinder(Surroundings.ofThisProcess()).find();
  }
}
