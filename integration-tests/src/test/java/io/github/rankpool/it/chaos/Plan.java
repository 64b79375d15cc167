package io.github.rankpool.it.chaos;

import io.github.rankpool.it.chaos.Step.Cancelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What happens in a run. All of it comes from the seed; how far callers get until the end is up to
 * the machine.
 *
 * @param seed of all
 * @param workers of the pool
 * @param retries of the pool
 * @param zeroCopy of the pool
 * @param queueCapacity of the pool; 0 for no bound
 * @param callers threads that use the pool
 * @param blows to its workers, in the order of their time
 * @param end of the pool
 * @param length from the pool's start to its end
 */
record Plan(
    long seed,
    int workers,
    int retries,
    boolean zeroCopy,
    int queueCapacity,
    int callers,
    List<Blow> blows,
    End end,
    Duration length) {
  private static final int MOST_WORKERS = 4;
  private static final int CALLERS = 3;
  private static final int CANCELLED_PERCENT = 15;
  private static final Duration SHORT_STOP = Duration.ofMillis(300);

  /** How the pool ends. */
  enum End {
    CLOSE_WHEN_ALL_IS_DONE,
    CLOSE,
    SHUTDOWN,
    SHUTDOWN_NOW
  }

  /**
   * A blow to a worker.
   *
   * @param after the pool's start
   * @param worker its rank
   * @param stop how long it stands still; zero if it is killed
   */
  record Blow(Duration after, int worker, Duration stop) {
    boolean kills() {
      return stop.isZero();
    }
  }

  /**
   * Makes the plan of a run.
   *
   * @param seed of all
   * @param length about how long the run takes
   * @param longStop longer than a worker may be silent; zero where workers cannot be stopped
   */
  static Plan of(long seed, Duration length, Duration longStop) {
    Random random = new Random(Tasks.value(seed));
    int workers = 2 + random.nextInt(MOST_WORKERS - 1);
    List<Blow> blows = new ArrayList<>();
    // One run in ten loses all its workers.
    int kills = random.nextInt(10) == 0 ? workers : random.nextInt(workers);
    List<Integer> victims = Stream.iterate(0, rank -> rank + 1).limit(workers).toList();
    List<Integer> shuffled = new ArrayList<>(victims);
    java.util.Collections.shuffle(shuffled, random);
    Supplier<Duration> moment =
        () -> Duration.ofMillis(random.nextInt((int) length.toMillis() * 11 / 10));
    shuffled.subList(0, kills).forEach(k -> blows.add(new Blow(moment.get(), k, Duration.ZERO)));
    if (!longStop.isZero()) {
      for (int stops = random.nextInt(3); stops > 0; stops--) {
        Duration stop = random.nextInt(4) == 0 ? longStop : SHORT_STOP;
        blows.add(new Blow(moment.get(), random.nextInt(workers), stop));
      }
    }
    blows.sort(Comparator.comparing(Blow::after));
    return new Plan(
        seed,
        workers,
        random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0,
        random.nextBoolean(),
        random.nextInt(4) == 0 ? 8 : 0,
        CALLERS,
        List.copyOf(blows),
        End.values()[random.nextInt(End.values().length)],
        length);
  }

  /** What a caller does, without end. */
  Stream<Step> steps(int caller) {
    Random random = new Random(Tasks.value(seed * CALLERS + caller));
    Kind[] kinds = Kind.values();
    Cancelling[] ways = Cancelling.values();
    return Stream.iterate(0L, count -> count + 1)
        .map(
            count ->
                new Step(
                    kinds[random.nextInt(kinds.length)],
                    (count * callers + caller) * Step.NUMBERS,
                    random.nextInt(100) < CANCELLED_PERCENT
                        ? ways[random.nextInt(ways.length)]
                        : Cancelling.NEVER));
  }
}
