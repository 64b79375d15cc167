package io.github.rankpool.backend.mpj;

import io.github.rankpool.backend.mpj.launch.Membership;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.Optional;

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

  private static final String STARTER = VendorClassLoader.DEVICE_PACKAGE + "DeviceStarter";

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
    return Membership.current().isPresent() || StaticLaunch.current().isPresent();
  }

  @Override
  public boolean isRestartable() {
    return !launchedThisProcess();
  }

  @Override
  public MpiRuntime start(ThreadLevel required) {
    DeviceEntry devices = devices();
    Optional<Membership> membership = Membership.current();
    Optional<StaticLaunch> launch = StaticLaunch.current();
    if (membership.isEmpty() && launch.isEmpty()) {
      return new MpjRuntime(World.alone(), devices);
    }
    synchronized (LOCK) {
      if (joined) {
        throw new MpiException(
            "RP-384",
            "MPJ Express was started before in this process, which is a rank of a world and can take"
                + " its place in it only once. Keep one runtime for the life of the process.");
      }
      joined = true;
    }
    World world =
        membership
            .map(each -> World.spawned(each, devices))
            .orElseGet(() -> World.launched(launch.orElseThrow(), devices));
    return new MpjRuntime(world, devices);
  }

  private static Object find() throws NotUsableException {
    return new Object();
  }

  private static DeviceEntry devices() {
    try {
      return (DeviceEntry) Class.forName(STARTER).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
