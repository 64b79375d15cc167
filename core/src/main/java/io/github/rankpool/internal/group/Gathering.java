package io.github.rankpool.internal.group;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings ranks together before MPI makes a group of them. MPI itself would wait for one that has
 * died meanwhile, for ever and deaf to interrupts; here the wait can be given up, and the ranks
 * that are left can be gathered for something else.
 *
 * <p>By dissemination, as a {@link Meeting}. A message holds the number of the group. One of an
 * older group was for a gathering that was given up; one of a later group is kept for that.
 *
 * <p>For the task thread.
 */
final class Gathering {
  private static final int TAG = 3;

  private final MpiRuntime runtime;
  private final Communicator communicator;
  private final Polling polling;
  private final int rank;

  /** Numbers of groups that ranks have sent before this one was there. */
  private final Map<Integer, Integer> early = new HashMap<>();

  /**
   * Prepares gatherings.
   *
   * @param ranks among whom groups are made; {@link #TAG} is this class's own there
   * @param polling nobody else's: a gathering that was given up leaves the ranks as they were
   */
  Gathering(MpiRuntime runtime, IntraCommunicator ranks, int rank, Polling polling) {
    this.runtime = runtime;
    this.communicator = ranks;
    this.rank = rank;
    this.polling = polling;
  }

  /**
   * Waits until all members have come here.
   *
   * @param members ranks, this one included
   * @param number of the group, greater than that of any before
   * @param givenUp tells whether a member will not come
   * @throws MpiException if the wait is given up, or interrupted
   */
  void gather(int[] members, int number, BooleanSupplier givenUp) {
    int size = members.length;
    int place = 0;
    while (members[place] != rank) {
      place++;
    }
    for (int known = 1; known < size; known *= 2) {
      send(members[(place + known) % size], number);
      int source = members[(place + size - known) % size];
      polling.until(
          () -> hasCome(source, number, givenUp), () -> "rank " + source + " of its parallel task");
    }
  }

  private void send(int destination, int number) {
    ByteBuffer buffer = runtime.allocate(Integer.BYTES).putInt(0, number);
    polling.call(
        () -> {
          Request request = communicator.isend(buffer, destination, TAG);
          if (request.test() == null) {
            // Nobody waits for it: to a lost rank it may never end.
            Abandoned.add(runtime, List.of(new Transfer(request, buffer)));
          }
          return true;
        });
  }

  private @Nullable Boolean hasCome(int source, int number, BooleanSupplier givenUp) {
    if (givenUp.getAsBoolean()) {
      throw new MpiException(
          "RP-220", "another rank of the parallel task was lost before all ranks had begun it");
    }
    Integer come = early.remove(source);
    if (come == null) {
      MatchedMessage message = communicator.improbe(source, TAG);
      come = message == null ? null : read(message);
    }
    if (come != null && come - number > 0) {
      early.put(source, come);
    }
    boolean isHere = come != null && come == number;
    return isHere ? true : null;
  }

  private int read(MatchedMessage message) {
    ByteBuffer buffer = runtime.allocate(Integer.BYTES);
    message.recv(buffer);
    return buffer.getInt(0);
  }
}
