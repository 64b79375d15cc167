package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;

/**
 * Starts ranks as processes and connects them with this process and with each other.
 *
 * <p>Only processes that this one has started get a connection: both ends prove that they know a
 * secret made for this launch alone, which travels through the ranks' standard input. What flows
 * over the connections afterwards is neither encrypted nor signed.
 */
public final class Launcher {
  private Launcher() {}

  /**
   * Launches ranks, on this host or on those that the hint {@code host} names. Blocks until all of
   * them are connected; the program begins on none before.
   *
   * <p>Hints: {@code host}, such as {@code node1,node2:4}, names hosts, with how many ranks each
   * takes before it is the next one's turn; {@code wdir} is the folder to start in; {@code ssh} is
   * the command to reach other hosts by, such as {@code ssh -p 2222}. Java, class path and working
   * directory have the same names on all hosts. All hosts must reach each other, at any port, by
   * the addresses they have towards this one, or this one towards them. The system property {@code
   * rankpool.mpj.start-timeout} is the limit in seconds, 60 if not set.
   *
   * @param request what to launch
   * @param parentAddress a number for this process that the ranks are told
   * @return the ranks, to be closed by the caller
   * @throws MpiException if that failed; nothing of it is left then. RP-350: the request cannot
   *     work. RP-351: a process could not be started. RP-352: a rank ended too soon. RP-353: the
   *     ranks were not there in time. RP-354: a host cannot be reached. RP-355: a connection
   *     failed. RP-358: a hint or the limit is not valid. RP-359: the thread was interrupted, or
   *     this JVM ends
   */
  public static LaunchedRanks launch(SpawnRequest request, long parentAddress) {
    return launch(request, parentAddress, SpawnedRankMain.class.getName());
  }

  /** For tests, whose ranks have another main class. */
  static LaunchedRanks launch(SpawnRequest request, long parentAddress, String mainClass) {
    LaunchOptions options = LaunchOptions.of(request);
    LaunchChecks.check(request, options.isLocal());
    return new Startup(request, parentAddress, options, mainClass).run();
  }
}
