package io.github.rankpool.internal.wire;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it takes to turn an object into a payload, as whoever submits does for each task, and back,
 * as a worker does; results go the same ways. What is said once of a function is said before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final ClassLoader LOADER = CodecBenchmark.class.getClassLoader();

  private interface Task extends Callable<Object>, Serializable {}

  private record Point(double x, double y, String name) implements Serializable {}

  /** What is encoded. */
  public enum Subject {
    /** A lambda that captures nothing. */
    NO_OP((Task) () -> 0),
    /** A lambda that captures two values. */
    CAPTURE(capture(42, "a name")),
    /** A record of two numbers and a text. */
    RECORD(new Point(1, 2, "a name")),
    /** A boxed number. */
    INTEGER(42),
    /** A text of 12 characters. */
    TEXT("some message"),
    /** 100 boxed numbers. */
    LIST(IntStream.range(0, 100).boxed().toList()),
    /** 800 bytes, which travel in the stream. */
    SMALL_ARRAY(new double[100]),
    /** 1 MiB, which travels beside the stream and is copied once. */
    LARGE_ARRAY(new double[1 << 17]);

    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
    private final Object object;

    Subject(Object object) {
      this.object = object;
    }

    private static Task capture(int number, String text) {
      return () -> number + text.length();
    }
  }

  /** What is encoded. */
  @Param Subject subject = Subject.NO_OP;

  private final JavaCodec codec = JavaCodec.forTasks(false);
  private final Definitions known = new Definitions();
  private final JavaCodec reader = JavaCodec.forResults(false, known);
  private Payload encoded = Payload.ofBytes(new byte[0]);

  /**
   * Lets the reader know the definitions.
   *
   * @throws CodecException never
   */
  @Setup
  public void define() throws CodecException {
    encoded = codec.encode(subject.object);
    encoded.definitions().forEach(known::add);
  }

  /**
   * Object to payload.
   *
   * @return the payload
   * @throws CodecException never
   */
  @Benchmark
  public Payload encode() throws CodecException {
    return codec.encode(subject.object);
  }

  /**
   * Payload to object.
   *
   * @return the object
   * @throws CodecException never
   */
  @Benchmark
  public @Nullable Object decode() throws CodecException {
    return reader.decode(encoded, LOADER);
  }
}
