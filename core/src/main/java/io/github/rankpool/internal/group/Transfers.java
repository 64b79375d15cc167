package io.github.rankpool.internal.group;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Messages over one communicator, from and into direct memory, waited for by polling. */
final class Transfers {
  private final MpiRuntime runtime;
  private final IntraCommunicator communicator;
  private final Polling polling;
  private final List<Transfer> underWay = new ArrayList<>();

  Transfers(MpiRuntime runtime, IntraCommunicator communicator, Polling polling) {
    this.runtime = runtime;
    this.communicator = communicator;
    this.polling = polling;
  }

  IntraCommunicator communicator() {
    return communicator;
  }

  Transfer startSend(ByteBuffer direct, int destination, int tag) {
    return start(direct, () -> communicator.isend(direct, destination, tag));
  }

  Transfer startReceive(ByteBuffer direct, int source, int tag) {
    return start(direct, () -> communicator.irecv(direct, source, tag));
  }

  private Transfer start(ByteBuffer memory, Supplier<Request> body) {
    try {
      Transfer transfer = new Transfer(polling.call(body), memory);
      underWay.add(transfer);
      return transfer;
    } finally {
      abandonIfBroken();
    }
  }

  /** Waits for a message and leaves it where it is. */
  Status probe(int source, int tag) {
    return polling.until(
        () -> communicator.iprobe(source, tag),
        () ->
            "a message from "
                + (source == IntraCommunicator.ANY_SOURCE ? "any rank" : "rank " + source)
                + " with "
                + (tag == IntraCommunicator.ANY_TAG ? "any tag" : "tag " + tag));
  }

  /** Waits until a transfer is complete. */
  Status finish(Transfer transfer, Supplier<String> awaited) {
    try {
      Status status = polling.until(transfer.request()::test, awaited);
      underWay.remove(transfer);
      return status;
    } finally {
      abandonIfBroken();
    }
  }

  private void abandonIfBroken() {
    if (polling.isBroken()) {
      Abandoned.add(runtime, underWay);
      underWay.clear();
    }
  }
}
