package io.github.rankpool.cli;

import io.github.rankpool.PoolService;
import io.github.rankpool.spi.MpiException;
import java.io.PrintStream;

/** A service that runs until this process is told to end. */
final class Service {
  /** What is still under way then is left to the JVM's end. */
  private static final long CLOSE_LIMIT_MILLIS = 15_000;

  private Service() {}

  /**
   * Serves other programs with workers that are started for each of them.
   *
   * @throws JobException if the service cannot be started
   */
  static void alone(ServeOptions options) {
    try (PoolService service = PoolService.start(options.service(), options.pool())) {
      Integer workers = options.workers();
      await(
          service,
          workers == null ? "as many workers as there is room for" : workers + " workers",
          System.out);
    } catch (MpiException e) {
      throw new JobException(Verdict.FAILURE, e);
    }
  }

  /**
   * Tells users of a service, and waits until it ends. Closes it when the JVM is told to end.
   *
   * @param service that has started
   * @param workers which ones a client gets, in words
   * @param out for users
   */
  static void await(PoolService service, String workers, PrintStream out) {
    Thread atExit = new Thread(() -> close(service), "rankpool-serve-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    out.println("Service '" + service.name() + "' listens at " + service.address() + ".");
    out.println("A client gets " + workers + ".");
    out.println("Its key is in " + service.file() + ", for your programs:");
    out.println("  RANKPOOL_SERVICE=" + service.name() + " java ...");
    out.println("It ends by Ctrl-C, or: kill " + ProcessHandle.current().pid());
    out.flush();
    try {
      service.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      service.close();
    }
  }

  /** On a thread of its own, as the ranks that it waits for may end at this moment as well. */
  private static void close(PoolService service) {
    Thread closing = new Thread(service::close, "rankpool-serve-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
