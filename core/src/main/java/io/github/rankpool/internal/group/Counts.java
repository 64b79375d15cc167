package io.github.rankpool.internal.group;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Lengths of parts in bytes, one for each rank. They are told to those who do not know them by
 * native operations, all ranks having met before; these use the group's staging memory.
 */
public final class Counts {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocateDirect(0);

  private Counts() {}

  /**
   * Refuses parts that are not one for each rank.
   *
   * @param ranks those to get the parts
   * @param parts what the user gave
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static void checkOneForEach(RankGroup ranks, List<?> parts) {
    if (parts.size() != ranks.size()) {
      throw Checks.refused(
          "the list has "
              + parts.size()
              + " parts, but there are "
              + ranks.size()
              + " ranks; give one for each");
    }
  }

  /**
   * The lengths of parts.
   *
   * @param parts in rank order
   * @param length tells a part's bytes
   * @return bytes
   * @param <T> type of the parts
   * @throws IllegalArgumentException if they are too long together
   */
  public static <T> int[] of(List<T> parts, ToLongFunction<T> length) {
    long sum = 0;
    int[] counts = new int[parts.size()];
    for (int i = 0; i < counts.length; i++) {
      long bytes = length.applyAsLong(parts.get(i));
      sum += bytes;
      counts[i] = (int) bytes;
    }
    Checks.bytes("all parts together", sum);
    return counts;
  }

  /**
   * The length of all parts.
   *
   * @param counts bytes, checked before
   * @return bytes
   */
  public static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }

  /**
   * Tells every rank the length of its part.
   *
   * @param ranks all call this now
   * @param counts at the root: bytes for each rank; elsewhere not looked at
   * @param root rank that knows them
   * @return bytes for this rank
   */
  public static int scatter(RankGroup ranks, int[] counts, int root) {
    ByteBuffer send = ranks.rank() == root ? ranks.staging().copyOf(counts) : NO_BYTES;
    ByteBuffer receive = ranks.staging().in(Integer.BYTES);
    int[] sizes = intForEach(ranks);
    ranks.together(communicator -> communicator.scatter(send, sizes, receive, root));
    return receive.getInt(0);
  }

  /**
   * Tells every rank the lengths of the parts for it.
   *
   * @param ranks all call this now
   * @param sendCounts bytes from this rank to each
   * @return bytes from each rank to this one
   * @throws IllegalArgumentException on all ranks, if the parts for any of them are too long
   */
  public static int[] exchange(RankGroup ranks, int[] sendCounts) {
    ByteBuffer send = ranks.staging().copyOf(sendCounts);
    ByteBuffer receive = ranks.staging().in(send.remaining());
    int[] sizes = intForEach(ranks);
    ranks.together(communicator -> communicator.allToAll(send, sizes, receive, sizes));
    int[] receiveCounts = new int[sizes.length];
    receive.flip().asIntBuffer().get(receiveCounts);
    Checks.bytes(
        "the parts for one rank together",
        largest(ranks, Arrays.stream(receiveCounts).asLongStream().sum()));
    return receiveCounts;
  }

  private static long largest(RankGroup ranks, long value) {
    ByteBuffer send = ranks.staging().copyOf(new long[] {value});
    ByteBuffer receive = ranks.staging().in(Long.BYTES);
    ranks.together(
        communicator -> communicator.allReduce(send, receive, ElementType.LONG, ReduceOp.MAX));
    return receive.getLong(0);
  }

  private static int[] intForEach(RankGroup ranks) {
    int[] sizes = new int[ranks.size()];
    Arrays.fill(sizes, Integer.BYTES);
    return sizes;
  }
}
