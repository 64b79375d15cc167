package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a small record adds to the cost of a message that carries many: nanoseconds each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
  private static final int RECORDS = 500;

  private final TaskRecord record =
      new TaskRecord(7, Outcome.TASK, 0, Payload.ofBytes(new byte[] {1, 2, 3, 4}));

  private final ByteBuffer frame = WireSamples.frame();
  private final ByteBuffer received = WireSamples.frame();

  /** Has something to read. */
  public FrameBenchmark() {
    fill(received);
  }

  private void fill(ByteBuffer target) {
    target.clear();
    Frames.begin(target, FrameType.TASKS, 0);
    for (int i = 0; i < RECORDS; i++) {
      if (Frames.fits(target, record)) {
        Frames.add(target, record);
      }
    }
    Frames.end(target);
  }

  /**
   * Records into a frame.
   *
   * @return the frame
   */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ByteBuffer write() {
    fill(frame);
    return frame;
  }

  /**
   * Records out of a frame.
   *
   * @param records takes them
   * @throws FrameException never
   */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void read(Blackhole records) throws FrameException {
    received.rewind();
    Header header = Frames.readHeader(received, 0);
    for (int i = 0; i < header.records(); i++) {
      records.consume(Frames.readRecord(received));
    }
  }
}
