package io.github.rankpool.it.chaos;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.Workers;
import io.github.rankpool.spi.ReduceOp;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What runs on the workers. Each task has a number, writes it down when it begins, and has a result
 * that follows from it.
 */
final class Tasks {
  /** Name of the global that tells tasks the directory to write into. */
  static final String DIARY = "diary";

  /** Elements of arrays that are too large for a frame: 1.5 MiB. */
  private static final int LARGE = 200_000;

  private static final long COMPUTE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int GARBAGE_ARRAYS = 200;
  private static final int SLEEP_MILLIS = 150;

  private Tasks() {}

  /** The right result of a task. */
  static long value(long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    return (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
  }

  /** The right message of a task that throws. */
  static String message(long number) {
    return "on purpose, task " + number + ".";
  }

  static long plain(long number) {
    begin(number);
    return value(number);
  }

  static void silent(long number) {
    begin(number);
  }

  static long failing(long number) {
    begin(number);
    throw new IllegalStateException(message(number));
  }

  static long failingUnsendably(long number) {
    begin(number);
    throw new Unsendable(message(number));
  }

  static Object unsendable(long number) {
    begin(number);
    return new Object();
  }

  static long computing(long number) {
    begin(number);
    long end = System.nanoTime() + COMPUTE_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return value(number);
  }

  static long wasting(long number) {
    begin(number);
    int filled = 0;
    for (int i = 0; i < GARBAGE_ARRAYS; i++) {
      byte[] garbage = new byte[1 << 20];
      Arrays.fill(garbage, (byte) 1);
      filled += garbage[i];
    }
    return filled == GARBAGE_ARRAYS ? value(number) : 0;
  }

  static long sleeping(long number) throws InterruptedException {
    begin(number);
    Thread.sleep(SLEEP_MILLIS);
    return value(number);
  }

  static long[] large(long number) {
    return LongStream.range(0, LARGE).map(i -> number + i).toArray();
  }

  static boolean isLarge(long[] array, long number) {
    return Arrays.equals(array, large(number));
  }

  static long[] largeResult(long number) {
    begin(number);
    return large(number);
  }

  static long largeArgument(long number, long[] array) {
    begin(number);
    return isLarge(array, number) ? value(number) : 0;
  }

  /** Of several ranks: they agree on the number before and after. */
  static long parallel(MpiCommunicator ranks, long number) {
    begin(number + ranks.rank());
    long sum = ranks.allReduce(number, ReduceOp.SUM);
    ranks.barrier();
    return sum == number * ranks.size() ? value(number + ranks.rank()) : 0;
  }

  private static void begin(long number) {
    Path file = Path.of(Workers.<String>global(DIARY), ProcessHandle.current().pid() + ".txt");
    // A stream, as a channel would be closed by an interrupt; one write, that it is not torn.
    try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often each task has begun. */
  static Map<Long, Long> begun(Path diary) throws IOException {
    try (Stream<Path> files = Files.list(diary)) {
      return files
          .flatMap(Tasks::lines)
          .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
  }

  private static Stream<Long> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Long::valueOf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An exception that cannot be serialized. */
  private static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // That it cannot be serialized is what it is for.
    private final Object part = new Object();

    Unsendable(String message) {
      super(message);
    }
  }
}
