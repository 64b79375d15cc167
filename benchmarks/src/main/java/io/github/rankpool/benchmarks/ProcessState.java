package io.github.rankpool.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds, as it sees itself. Linux only.
 *
 * @param pid of the process
 * @param heapMiB in use after a collection of all garbage
 * @param residentMiB memory of the whole process
 * @param threads of the JVM, and those that MPI has started
 * @param files open descriptors
 */
record ProcessState(long pid, double heapMiB, double residentMiB, int threads, int files)
    implements Serializable {
  private static final double MIB = 1 << 20;
  private static final double KIB_PER_MIB = 1024;

  /** Collects garbage and looks at the process that calls. */
  static ProcessState here() throws IOException {
    System.gc();
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    Path self = Path.of("/proc/self");
    String status = Files.readString(self.resolve("status"));
    int files;
    try (Stream<Path> descriptors = Files.list(self.resolve("fd"))) {
      files = (int) descriptors.count() - 1; // One is that of the list itself.
    }
    long pid = ProcessHandle.current().pid();
    double resident = number(status, "VmRSS:") / KIB_PER_MIB;
    return new ProcessState(pid, heap, resident, (int) number(status, "Threads:"), files);
  }

  private static double number(String status, String field) {
    return status
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + field + " in /proc/self/status"));
  }
}
