package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come in, and whatever they claim: they are read, or refused with the exception
 * that says so, in bounded time and memory, and no class is touched that the filter does not list.
 *
 * <p>{@code -Drankpool.fuzz.frames=10000000} for more, {@code -Drankpool.fuzz.seed=} for the same
 * ones again.
 */
class FrameFuzzTest {
  private static final long FRAMES = Long.getLong("rankpool.fuzz.frames", 300_000);
  private static final int BATCH = 10_000;

  /** A machine that is busy with something else must not fail the test. */
  private static final Duration BATCH_LIMIT = Duration.ofSeconds(60);

  /** What one byte may cost at most, and what errors, streams and reflection cost in any case. */
  private static final long BYTES_PER_BYTE = 100;

  private static final long BYTES_IN_ANY_CASE = 512 * 1024 + FuzzSamples.PAYLOAD_LIMIT;

  private final long seed = Long.getLong("rankpool.fuzz.seed", new Random().nextLong());
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int read;
  private int refused;

  @Test
  void damagedBytesAreReadOrRefusedInBoundedTimeAndMemoryAndTouchNoUnlistedClass()
      throws CodecException {
    List<FuzzSamples.Sample> samples = new FuzzSamples().all();
    List<String> refusedAsTheyAre = new ArrayList<>();
    for (FuzzSamples.Sample sample : samples) {
      refused = 0;
      feed(sample, sample.bytes()); // loads classes, which takes memory
      if (refused > 0 && !sample.name().equals("definition")) {
        refusedAsTheyAre.add(sample.name());
      }
    }
    assertThat(refusedAsTheyAre).containsExactly("trap$Trap", "trap$TrapEnum", "trap$TrapBean");

    for (long done = 0; done < FRAMES; done += BATCH) {
      Random random = new Random(seed + done);
      assertTimeoutPreemptively(
          BATCH_LIMIT, () -> feedBatch(samples, random), () -> "seed " + seed);
    }
    assertThat(FuzzSamples.SPRUNG).as("classes touched, seed %d", seed).isEmpty();
    assertThat(refused).as("refused").isGreaterThan(read / 10);
    assertThat(read).as("read").isGreaterThan(refused / 100);
  }

  private void feedBatch(List<FuzzSamples.Sample> samples, Random random) {
    Mutations mutations =
        new Mutations(random, samples.stream().map(FuzzSamples.Sample::bytes).toList());
    for (int i = 0; i < BATCH; i++) {
      FuzzSamples.Sample sample = samples.get(random.nextInt(samples.size()));
      byte[] bytes =
          random.nextInt(20) == 0 ? mutations.random(200) : mutations.damaged(sample.bytes());
      boolean isFrame = sample.name().startsWith("frame");
      if (isFrame && bytes.length >= Frames.HEADER_BYTES && random.nextInt(4) > 0) {
        // So that more than the header is looked at.
        ByteBuffer.wrap(bytes).put(sample.bytes(), 0, 4).putInt(bytes.length);
      }
      long limit = BYTES_PER_BYTE * bytes.length + BYTES_IN_ANY_CASE;
      long taken = memoryToFeed(sample, bytes);
      if (taken > limit) {
        // The JDK remembers what each description of a class was like, in tables that grow at
        // times.
        taken = memoryToFeed(sample, bytes);
      }
      if (taken > limit) {
        throw failure(taken + " bytes of memory taken", sample, bytes, null);
      }
    }
  }

  private long memoryToFeed(FuzzSamples.Sample sample, byte[] bytes) {
    long before = threads.getCurrentThreadAllocatedBytes();
    feed(sample, bytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void feed(FuzzSamples.Sample sample, byte[] bytes) {
    try {
      sample.reader().read(ByteBuffer.wrap(bytes));
      read++;
    } catch (FrameException | CodecException e) {
      refused++;
    } catch (Throwable e) {
      throw failure("not refused as it should be", sample, bytes, e);
    }
  }

  private AssertionError failure(
      String problem, FuzzSamples.Sample sample, byte[] bytes, @Nullable Throwable cause) {
    return new AssertionError(
        problem + ": " + sample.name() + ", seed " + seed + ", bytes " + Arrays.toString(bytes),
        cause);
  }
}
