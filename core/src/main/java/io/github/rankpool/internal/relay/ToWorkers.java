package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.Postman;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a client's messages to its workers. How many are under way at once is up to the client,
 * which is told of each when MPI has taken it. For the communication thread.
 */
final class ToWorkers {
  private static final long OF_THIS_RELAY = 0;

  private final InterCommunicator workers;
  private final Postman client;
  private final Watch watch;
  private final Buffers buffers;
  private final List<UnderWay> sends = new ArrayList<>();

  /** How many frames each worker was sent: the number of the next one. */
  private final int[] frames;

  private record UnderWay(int peer, int tag, long number, Request request, ByteBuffer buffer) {}

  ToWorkers(Workforce workforce, Postman client, Watch watch) {
    this.workers = workforce.workers();
    this.client = client;
    this.watch = watch;
    this.buffers = new Buffers(workforce.loop().runtime());
    this.frames = new int[workers.remoteSize()];
  }

  /** Sends a message; to a worker that is lost, it goes nowhere. */
  void send(Letter.Message message) {
    if (watch.isLost(message.peer())) {
      tell(message.number());
      return;
    }
    ByteBuffer buffer = buffers.take(message.tag());
    buffer.put(message.data()).flip();
    send(message.peer(), message.tag(), message.number(), buffer);
  }

  /** Sends all workers a last frame that has no body. */
  void sendToAll(FrameType last) {
    for (int peer = 0; peer < frames.length; peer++) {
      if (!watch.isLost(peer)) {
        ByteBuffer frame = buffers.take(Link.FRAME_TAG);
        Frames.begin(frame, last, frames[peer]);
        Frames.end(frame);
        send(peer, Link.FRAME_TAG, OF_THIS_RELAY, frame);
      }
    }
  }

  private void send(int peer, int tag, long number, ByteBuffer buffer) {
    try {
      sends.add(new UnderWay(peer, tag, number, workers.isend(buffer, peer, tag), buffer));
      frames[peer] += tag == Link.FRAME_TAG ? 1 : 0;
    } catch (MpiException e) {
      buffers.giveBack(tag, buffer);
      watch.lose(peer, e);
      tell(number);
    }
  }

  /** Finishes sends that MPI has completed; how many. */
  int finish() {
    int before = sends.size();
    if (before > 0) {
      sends.removeIf(this::isOver);
    }
    return before - sends.size();
  }

  private boolean isOver(UnderWay send) {
    try {
      if (send.request().test() == null) {
        return false;
      }
    } catch (MpiException e) {
      watch.lose(send.peer(), e);
    }
    buffers.giveBack(send.tag(), send.buffer());
    tell(send.number());
    return true;
  }

  private void tell(long number) {
    if (number != OF_THIS_RELAY) {
      client.post(new Letter.Taken(number));
    }
  }

  /** Whether nothing is under way, but to workers that are lost. */
  boolean isDone() {
    return sends.isEmpty() || sends.stream().allMatch(send -> watch.isLost(send.peer()));
  }
}
