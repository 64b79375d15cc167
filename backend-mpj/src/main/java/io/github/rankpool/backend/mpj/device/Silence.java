package io.github.rankpool.backend.mpj.device;

import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;

/**
 * Switches off what MPJ Express logs: much of it is not guarded by a level, and log4j complains on
 * standard error where nobody has configured it.
 */
public final class Silence implements Runnable {
  /** The only one that MPJ Express's communication uses. */
  private static final String VENDOR_LOGGER = "mpj";

  /** Creates it; the class loader does. */
  public Silence() {}

  @Override
  public void run() {
    Logger.getLogger(VENDOR_LOGGER).setLevel(Level.OFF);
    if (Logger.class.getClassLoader() == Silence.class.getClassLoader()) {
      // A copy for MPJ Express alone. If the application configures a log4j of its own, this one
      // has
      // read the same configuration, and shall not keep the application's log files open.
      LogManager.resetConfiguration();
      LogManager.getLoggerRepository().setThreshold(Level.OFF);
    }
  }
}
