package io.github.rankpool.cli;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tries a backend in a JVM of its own: starts it, has it spawn a worker, and sends messages there
 * and back. Each line that it prints for the {@link Trial} is {@link #MARK}, a key, an equals sign
 * and a value.
 */
public final class TrialMain {
  static final String MARK = "rankpool-trial ";

  /** Value: the {@link Step} that begins. */
  static final String STEP = "step";

  /** Value: why the trial has ended before its time. */
  static final String FAILURE = "failure";

  private TrialMain() {}

  /** What a trial does, in this order. */
  enum Step {
    START("started"),
    SPAWN("spawned a worker"),
    PING("exchanged messages with the worker"),
    END("ended"),
    DONE("was done");

    private final String past;

    Step(String past) {
      this.past = past;
    }

    /** Completes a sentence that begins with "while it". */
    String past() {
      return past;
    }
  }

  /**
   * Runs one trial and ends the JVM.
   *
   * @param args the name of a backend
   */
  public static void main(String[] args) {
    System.exit(run(Providers.onClassPath().named(args[0]).orElseThrow()));
  }

  /** Whatever goes wrong is for the doctor to tell. */
  private static int run(MpiProvider provider) {
    tell(STEP, Step.START.name());
    try (MpiRuntime runtime = provider.start(ThreadLevel.MULTIPLE)) {
      tell("library", runtime.libraryVersion().orElse(""));
      tell("threads", runtime.threadLevel().name());
      tell("universe", universe(runtime));
      tell("note", runtime.sharedFate().orElse(""));
      exchange(runtime);
      tell(STEP, Step.END.name());
    } catch (Throwable e) {
      tell(FAILURE, explain(e));
      return Verdict.FAILURE;
    }
    tell(STEP, Step.DONE.name());
    return Verdict.SUCCESS;
  }

  /** Backends explain what they know of; of anything else the stack is printed. */
  private static String explain(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("RP-")) {
      return message;
    }
    failure.printStackTrace();
    return failure.toString();
  }

  private static String universe(MpiRuntime runtime) {
    return runtime.universeSize().isPresent()
        ? "size " + runtime.universeSize().getAsInt()
        : "size not told, so that programs name the number of their workers";
  }

  private static void exchange(MpiRuntime runtime) {
    tell(STEP, Step.SPAWN.name());
    long begin = System.nanoTime();
    InterCommunicator worker = runtime.spawn(SpawnRequest.of(1, Echo.class).build());
    long spawned = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    tell(STEP, Step.PING.name());
    long micros = TimeUnit.NANOSECONDS.toMicros(ping(worker, runtime.allocate(Echo.BYTES)));
    tell("worker", "spawned in " + spawned + " ms; a message there and back in " + micros + " us");
    worker.disconnect();
  }

  /** The median, in nanoseconds. */
  private static long ping(InterCommunicator worker, ByteBuffer message) {
    long[] nanos = new long[Echo.ROUNDS];
    for (int round = 0; round < nanos.length; round++) {
      long begin = System.nanoTime();
      worker.send(message.clear().putLong(begin).flip(), 0, Echo.TAG);
      worker.recv(message.clear(), 0, Echo.TAG);
      nanos[round] = System.nanoTime() - begin;
      if (message.flip().getLong() != begin) {
        throw new IllegalStateException("another message came back than was sent");
      }
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  private static void tell(String key, String value) {
    System.out.println(MARK + key + "=" + value.replaceAll("\\s+", " "));
  }
}
