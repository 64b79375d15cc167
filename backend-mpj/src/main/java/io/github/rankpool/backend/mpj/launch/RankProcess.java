package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** The process of a rank, or the ssh that leads to it, and its life line. Thread-safe. */
final class RankProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

  private final int rank;
  private final Place place;
  private final Process process;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private RankProcess(int rank, Place place, Process process) {
    this.rank = rank;
    this.place = place;
    this.process = process;
  }

  static RankProcess start(int rank, Place place, RankCommand command) {
    ProcessBuilder builder = command.on(place);
    try {
      RankProcess started = new RankProcess(rank, place, builder.start());
      started.watch();
      return started;
    } catch (IOException e) {
      throw new MpiException(
          "RP-351",
          "cannot start '"
              + builder.command().get(0)
              + "' for rank "
              + rank
              + " "
              + place
              + ": "
              + e.getMessage()
              + ". Correct the java, ssh or working directory of the request.",
          e);
    }
  }

  /**
   * On a thread of its own: {@link Process#onExit} needs a free thread of the common pool, all of
   * which may wait for this very rank.
   */
  private void watch() {
    Thread thread = new Thread(this::awaitExit, "rankpool-mpj-exit-" + rank);
    thread.setDaemon(true);
    thread.start();
  }

  private void awaitExit() {
    while (!exit.isDone()) {
      try {
        exit.complete(process.waitFor());
      } catch (InterruptedException e) {
        // Nobody interrupts it who knows what for.
      }
    }
  }

  Place place() {
    return place;
  }

  /** Hands over the start-up record; blocks while the rank does not read. */
  void tell(byte[] record) throws IOException {
    // Left open: it is the life line.
    OutputStream input = process.getOutputStream();
    input.write(record);
    input.flush();
  }

  void onExit(IntConsumer callback) {
    exit.thenAccept(callback::accept);
  }

  void cutLifeLine() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private boolean endsBefore(Deadline deadline) throws InterruptedException {
    return process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Those that have not ended by the deadline; an interrupt is a deadline passed. */
  static List<RankProcess> survivors(List<RankProcess> processes, Deadline deadline) {
    List<RankProcess> left = new ArrayList<>();
    boolean interrupted = false;
    for (RankProcess process : processes) {
      try {
        if (!process.endsBefore(interrupted ? Deadline.after(Duration.ZERO) : deadline)) {
          left.add(process);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        left.add(process);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  static void killAll(List<RankProcess> processes) {
    processes.forEach(process -> process.process.destroyForcibly());
    // They cannot refuse, only be late: worth waiting for even by a thread that was interrupted.
    boolean interrupted = Thread.interrupted();
    survivors(processes, Deadline.after(KILL_LIMIT));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
