package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One launch, from the request to connected ranks. For one thread; another one hands the processes
 * what they read, and one for each process tells of its end.
 *
 * <pre>
 * this process                              each rank
 * listen, start processes                   read the start-up record
 * accept two connections of each       ◀──  connect twice
 * tell each where its siblings listen  ──▶  connect with the lower ones, be called by the higher
 * wait for all                         ◀──  ready
 * tell all to begin                    ──▶  run the program
 * </pre>
 */
final class Startup {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** For what follows a failure: the other threads to notice, a process to be reported. */
  private static final Duration AFTERMATH = Duration.ofSeconds(2);

  private final SpawnRequest request;
  private final long parentAddress;
  private final LaunchOptions options;
  private final Deadline deadline;
  private final RankCommand command;
  private final byte[] secret = Handshake.newSecret();
  private final long worldKey = RANDOM.nextLong();
  private final long[] addresses;
  private final List<RankProcess> processes = new ArrayList<>();
  private final List<Rendezvous.Guest> guests = new ArrayList<>();

  /** Guards what follows; notified when the launch has failed. */
  private final Object lock = new Object();

  private boolean complete;
  private @Nullable MpiException failure;
  private @Nullable Runnable interruption;

  Startup(SpawnRequest request, long parentAddress, LaunchOptions options, String mainClass) {
    this.request = request;
    this.parentAddress = parentAddress;
    this.options = options;
    this.deadline = Deadline.after(options.limit());
    this.command = new RankCommand(request, options.ssh(), mainClass);
    this.addresses = newAddresses(request.ranks(), parentAddress);
  }

  private static long[] newAddresses(int count, long taken) {
    Set<Long> distinct = new LinkedHashSet<>();
    while (distinct.size() < count) {
      long address = RANDOM.nextLong() & Long.MAX_VALUE;
      if (address != 0 && address != taken) {
        distinct.add(address);
      }
    }
    return distinct.stream().mapToLong(Long::longValue).toArray();
  }

  LaunchedRanks run() {
    Routing routing = new Routing(options);
    boolean done = false;
    Thread feeder = null;
    try (Rendezvous rendezvous = listen(routing)) {
      onFailure(rendezvous::stop);
      final List<byte[]> records = records(routing, rendezvous.addresses());
      start();
      feeder = feed(records);
      guests.addAll(rendezvous.await(deadline).values());
      onFailure(this::closeLinks);
      introduce();
      LaunchedRanks launched = new LaunchedRanks(processes, guests, worldKey, addresses);
      launched.endWithJvm();
      done = true;
      return launched;
    } catch (IOException e) {
      throw explained(e);
    } finally {
      if (!done) {
        undo(feeder);
      }
    }
  }

  private Rendezvous listen(Routing routing) throws IOException {
    Handshake handshake = new Handshake(secret, Handshake.PARENT);
    return new Rendezvous(handshake, routing.addresses(), 0, request.ranks());
  }

  /** What each rank is told. */
  private List<byte[]> records(Routing routing, List<InetSocketAddress> listeners)
      throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (int rank = 0; rank < request.ranks(); rank++) {
      InetAddress address = routing.addressFor(options.places().get(rank));
      InetSocketAddress rendezvous =
          listeners.stream()
              .filter(listener -> listener.getAddress().equals(address))
              .findFirst()
              .orElseThrow();
      byte[] bytes =
          new Bootstrap(
                  rank,
                  worldKey,
                  parentAddress,
                  addresses,
                  secret,
                  options.limit(),
                  request.credential(),
                  rendezvous,
                  request.program(),
                  request.arguments())
              .encode();
      if (bytes.length > Bootstrap.MAX_BYTES) {
        throw new MpiException(
            "RP-350",
            "cannot spawn: the program's arguments have more than "
                + Bootstrap.MAX_BYTES
                + " bytes. Send them by messages, or in a file.");
      }
      records.add(bytes);
    }
    return records;
  }

  private void start() {
    for (int rank = 0; rank < request.ranks(); rank++) {
      int started = rank;
      RankProcess process = RankProcess.start(rank, options.places().get(rank), command);
      processes.add(process);
      process.onExit(status -> ended(started, process.place(), status));
    }
  }

  /** On a thread of its own, because a process that does not read blocks who writes to it. */
  private Thread feed(List<byte[]> records) {
    List<RankProcess> readers = List.copyOf(processes);
    Thread feeder =
        new Thread(
            () -> {
              for (int rank = 0; rank < readers.size(); rank++) {
                try {
                  readers.get(rank).tell(records.get(rank));
                } catch (IOException e) {
                  // The process has ended, which is told by its exit.
                }
              }
            },
            "rankpool-mpj-feeder");
    feeder.setDaemon(true);
    feeder.start();
    return feeder;
  }

  private void introduce() throws IOException {
    List<InetSocketAddress> listeners = guests.stream().map(Rendezvous.Guest::listener).toList();
    for (int rank = 0; rank < guests.size(); rank++) {
      Introduction.tellSiblings(guests.get(rank).link().outgoing(), listeners.subList(0, rank));
    }
    for (int rank = 0; rank < guests.size(); rank++) {
      try {
        Introduction.awaitReady(guests.get(rank).link().incoming(), deadline);
      } catch (SocketTimeoutException e) {
        throw new SocketTimeoutException("rank " + rank + " waits for the other ranks");
      }
    }
    synchronized (lock) {
      if (failure != null) {
        throw failure;
      }
      complete = true;
    }
    for (Rendezvous.Guest guest : guests) {
      Introduction.tellGo(guest.link().outgoing());
    }
  }

  /** What to do if the launch fails, or has failed already. */
  private void onFailure(Runnable interrupt) {
    synchronized (lock) {
      interruption = interrupt;
      if (failure != null) {
        interrupt.run();
      }
    }
  }

  private void ended(int rank, Place place, int status) {
    synchronized (lock) {
      if (complete || failure != null) {
        return;
      }
      failure =
          new MpiException(
              "RP-352",
              "rank "
                  + rank
                  + " "
                  + place
                  + " ended with exit status "
                  + status
                  + " before all ranks were connected. See what it has printed on standard error;"
                  + " check java, JVM arguments and class path"
                  + (place.isLocal() ? "." : ", and whether 'ssh " + place.host() + "' works."));
      if (interruption != null) {
        interruption.run();
      }
      lock.notifyAll();
    }
  }

  private MpiException explained(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new MpiException(
          "RP-359", "the thread was interrupted while it launched ranks; they were ended.", e);
    }
    if (e instanceof SocketTimeoutException) {
      return new MpiException(
          "RP-353",
          "the ranks of "
              + request
              + " were not all connected within "
              + options.limit().toSeconds()
              + " s ("
              + e.getMessage()
              + "). See what they have printed on standard error; between hosts, ports must be"
              + " open. The limit is the system property "
              + LaunchOptions.LIMIT_PROPERTY
              + ", in seconds.",
          e);
    }
    MpiException reason = awaitFailure();
    return reason != null
        ? reason
        : new MpiException(
            "RP-355",
            "the connections with the ranks of "
                + request
                + " failed: "
                + e
                + ". See what they have printed on standard error.",
            e);
  }

  /** The end of a process is often noticed by its connections first. */
  private @Nullable MpiException awaitFailure() {
    Deadline limit = Deadline.after(AFTERMATH);
    synchronized (lock) {
      while (failure == null && !limit.isOver()) {
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, limit.nanosLeft());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return failure;
        }
      }
      return failure;
    }
  }

  private void closeLinks() {
    for (Rendezvous.Guest guest : guests) {
      try {
        guest.link().close();
      } catch (IOException e) {
        // It is given up anyway.
      }
    }
  }

  private void undo(@Nullable Thread feeder) {
    synchronized (lock) {
      // From here on the processes end because they are made to.
      complete = true;
    }
    RankProcess.killAll(processes);
    closeLinks();
    if (feeder != null && !endsSoon(feeder)) {
      // It blocks on a pipe that some process still holds; closing the pipe would block as well.
      return;
    }
    processes.forEach(RankProcess::cutLifeLine);
  }

  private static boolean endsSoon(Thread thread) {
    boolean interrupted = Thread.interrupted();
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, AFTERMATH.toNanos());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
