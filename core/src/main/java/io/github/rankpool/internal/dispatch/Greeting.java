package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Heartbeats;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Handshake;
import java.util.function.LongSupplier;

/** Lets workers into the pool that prove to hold its secret. For the communication thread only. */
final class Greeting {
  private final Link link;
  private final Roster roster;
  private final Heartbeats heartbeats;
  private final DispatchSettings settings;
  private final String host;
  private final LongSupplier clock;

  /** Whether a worker is on another machine. */
  private boolean anyRemote;

  /**
   * Greets nobody yet.
   *
   * @param link to the workers
   * @param roster the workers
   * @param heartbeats sent to those let in
   * @param settings what they are told
   * @param host of this process
   * @param clock in nanoseconds
   */
  Greeting(
      Link link,
      Roster roster,
      Heartbeats heartbeats,
      DispatchSettings settings,
      String host,
      LongSupplier clock) {
    this.clock = clock;
    this.link = link;
    this.roster = roster;
    this.heartbeats = heartbeats;
    this.settings = settings;
    this.host = host;
  }

  /** Asks a worker for its proof. */
  void challenge(WorkerSlot slot) {
    slot.enter(WorkerSlot.State.GREETED);
    slot.challengedNanos = clock.getAsLong();
    link.post(slot.rank, FrameType.CHALLENGE, Handshake.challenge(slot.nonce));
  }

  /**
   * Lets a worker in.
   *
   * @throws FrameException if it has no proof, or cannot work here
   */
  void welcome(WorkerSlot slot, Handshake.Hello hello) throws FrameException {
    byte[] expected =
        Handshake.workerProof(settings.secret(), slot.nonce, hello.nonce(), slot.rank);
    if (slot.state() != WorkerSlot.State.GREETED || !Handshake.proves(expected, hello.proof())) {
      throw new FrameException("its proof is wrong: it does not hold this pool's secret");
    }
    if (hello.littleEndian() != Handshake.isLittleEndianHere()) {
      throw new FrameException("its machine has another byte order, which is not supported");
    }
    link.trust(slot.rank);
    slot.enter(WorkerSlot.State.READY);
    slot.info = new WorkerInfo(slot.rank, roster.size(), hello.host(), hello.pid());
    byte[] proof = Handshake.masterProof(settings.secret(), slot.nonce, hello.nonce(), slot.rank);
    link.post(
        slot.rank,
        FrameType.WELCOME,
        Handshake.welcome(
            new Handshake.Welcome(
                proof,
                settings.timing().backoffNanos(),
                settings.timing().pulse(),
                ProcessHandle.current().pid(),
                host)));
    heartbeats.watch(slot.rank);
    if (hello.host().equals(host)) {
      link.exchangeDoorbells(slot.rank);
    } else {
      anyRemote = true;
    }
  }

  /** Whether all workers let in are on this machine. */
  boolean areAllHere() {
    return !anyRemote;
  }
}
