package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.dispatch.LocalProcesses;
import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.Postman;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices which workers are lost, and tells the client: MPI knows, or their processes on this
 * machine have ended, of which the client could not know. For the communication thread.
 */
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long ASK_MPI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LOOK_AT_PROCESSES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final InterCommunicator workers;
  private final Postman client;
  private final LocalProcesses processes;
  private final int size;
  private final BitSet lost = new BitSet();
  private final Map<Integer, WorkerInfo> infos = new TreeMap<>();
  private long askedNanos = System.nanoTime();
  private long lookedNanos = askedNanos;

  Watch(Workforce workforce, Postman client) {
    this.workers = workforce.workers();
    this.client = client;
    this.processes = LocalProcesses.on(workforce.loop().runtime().host());
    this.size = workers.remoteSize();
  }

  /** Looks at a frame of a worker: with its hello, it tells which process it is. */
  void see(int worker, ByteBuffer frame) {
    if (infos.containsKey(worker)) {
      return;
    }
    try {
      if (Frames.readHeader(frame, 0).type() == FrameType.HELLO) {
        Handshake.Hello hello = Handshake.readHello(frame);
        infos.put(worker, new WorkerInfo(worker, size, hello.host(), hello.pid()));
      }
    } catch (FrameException e) {
      LOG.trace("the client will find out what is wrong with the first frame", e);
    }
  }

  /** Looks for losses, if it is time to. */
  void look(long now, FromWorkers received) {
    if (now - askedNanos < ASK_MPI_NANOS) {
      return;
    }
    askedNanos = now;
    boolean atProcesses = now - lookedNanos > LOOK_AT_PROCESSES_NANOS;
    if (atProcesses) {
      lookedNanos = now;
    }
    for (int worker = lost.nextClearBit(0); worker < size; worker = lost.nextClearBit(worker + 1)) {
      boolean gone = workers.isLost(worker) || (atProcesses && hasEnded(worker));
      if (gone && received.isQuiet(worker)) {
        LOG.info("{} is lost", infos.getOrDefault(worker, new WorkerInfo(worker, size, "", 0)));
        tell(worker);
      }
    }
  }

  private boolean hasEnded(int worker) {
    WorkerInfo info = infos.get(worker);
    return info != null && processes.hasEnded(info);
  }

  /** A worker has to be given up. */
  void lose(int worker, MpiException why) {
    if (!lost.get(worker)) {
      LOG.warn("worker {} of a client is given up", worker, why);
      tell(worker);
    }
  }

  private void tell(int worker) {
    lost.set(worker);
    client.post(new Letter.Lost(worker));
  }

  boolean isLost(int worker) {
    return lost.get(worker);
  }

  /** Whether no process of this machine is left that was a worker. */
  boolean haveAllEnded() {
    return infos.values().stream().noneMatch(processes::isRunning);
  }

  /** Ends all processes of this machine by force. */
  void endAll() {
    infos.values().forEach(processes::end);
  }
}
