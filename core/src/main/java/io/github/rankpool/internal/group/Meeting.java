package io.github.rankpool.internal.group;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings all ranks together before a collective operation, and tells each what all of them call.
 *
 * <p>In round k each rank sends what it knows to the rank 2^k ahead and hears from the one 2^k
 * behind (dissemination): after log2 n rounds all know of all, and so that all have come. One tag
 * is enough: each round has another source, and messages from one source come in order.
 */
final class Meeting {
  private static final int TAG = 1;

  private final Transfers transfers;
  private final int rank;
  private final int size;

  /** Call of the rank {@code i} behind this one at {@code i}. */
  private final ByteBuffer table;

  /**
   * Prepares meetings.
   *
   * @param table direct memory with room for a call of every rank
   */
  Meeting(Transfers transfers, int rank, ByteBuffer table) {
    this.transfers = transfers;
    this.rank = rank;
    this.size = table.capacity() / Call.BYTES;
    this.table = table;
  }

  /** Waits until all ranks have come here. */
  Calls meet(Call mine) {
    Supplier<String> awaited = () -> "all ranks to call " + mine.operation().method();
    mine.writeTo(table, 0);
    List<Transfer> sends = new ArrayList<>();
    for (int known = 1; known < size; known *= 2) {
      int news = Math.min(known, size - known);
      // What is sent is behind what is received meanwhile: the two never overlap.
      Transfer receive =
          transfers.startReceive(part(known, news), (rank + size - known) % size, TAG);
      sends.add(transfers.startSend(part(0, news), (rank + known) % size, TAG));
      transfers.finish(receive, awaited);
    }
    sends.forEach(send -> transfers.finish(send, awaited));
    Call[] calls = new Call[size];
    for (int behind = 0; behind < size; behind++) {
      calls[(rank + size - behind) % size] = Call.readFrom(table, behind * Call.BYTES);
    }
    return new Calls(calls);
  }

  private ByteBuffer part(int from, int calls) {
    return table.slice(from * Call.BYTES, calls * Call.BYTES);
  }
}
