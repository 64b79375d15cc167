package io.github.rankpool.examples;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Greets from every worker: one task that runs on all of them at the same time.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Hello --workers 4
 * </pre>
 */
public final class Hello {
  private static final String USAGE =
      """
      Says hello from every worker of a pool, one line each in the order of their ranks.
      """
          + Arguments.POOL_USAGE;

  private Hello() {}

  /**
   * Says hello.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments.parse(args, USAGE)
        .withPool(Hello::fromAll)
        .ifPresent(greetings -> greetings.forEach(System.out::println));
  }

  private static List<String> fromAll(MpiPoolExecutor pool) {
    return pool.submitParallel(pool.workerCount(), Hello::fromThisRank).join();
  }

  private static String fromThisRank(MpiCommunicator ranks) throws UnknownHostException {
    return "hello from rank %d of %d on %s, process %d"
        .formatted(
            ranks.rank(),
            ranks.size(),
            InetAddress.getLocalHost().getHostName(),
            ProcessHandle.current().pid());
  }
}
