package io.github.rankpool.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Where the doctor runs.
 *
 * @param java version, vendor and home
 * @param system operating system, processors, memory and user
 */
record Machine(String java, String system) {

  static Machine ofThisProcess() {
    var os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        property("java.version") + " (" + property("java.vendor") + "), " + property("java.home"),
        String.format(
            Locale.ROOT,
            "%s %s %s, %d processors, %.1f GiB of memory, user %s",
            property("os.name"),
            property("os.version"),
            property("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            os.getTotalMemorySize() / (double) (1 << 30),
            property("user.name")));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
