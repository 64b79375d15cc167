package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Inbox;
import io.github.rankpool.internal.matching.Message;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * This process among those that it can reach: the peers on its fabrics, and an inbox for each
 * channel. Whatever fabric a message comes by, a thread that waits here wakes up.
 */
final class Endpoint {
  private final Waiter waiter;
  private final Peer self;
  private final Transfers transfers;
  private final Map<Long, Peer> peers = new ConcurrentHashMap<>();
  private final Map<Long, Inbox> inboxes = new ConcurrentHashMap<>();
  private final List<Attached> attached = new CopyOnWriteArrayList<>();

  /** Creates this process's endpoint, which reaches nobody else yet. */
  Endpoint(long address, String name) {
    this.waiter = new Waiter(name);
    this.self = Peer.self(address);
    this.transfers = new Transfers(this, waiter, Thread.currentThread().getThreadGroup());
    peers.put(address, self);
  }

  Waiter waiter() {
    return waiter;
  }

  Peer self() {
    return self;
  }

  Transfers transfers() {
    return transfers;
  }

  /**
   * Finds a process.
   *
   * @throws MpiException (RP-383) if this process has no connection to it
   */
  Peer peer(long address) {
    Peer peer = peers.get(address);
    if (peer == null) {
      throw new MpiException(
          "RP-383",
          "a rank of the group cannot be reached from this one: MPJ Express connects the ranks of"
              + " one world, and with spawned ranks only the one that spawned them.");
    }
    return peer;
  }

  /** Where what comes on a channel arrives, before or after somebody asks for it. */
  Inbox inbox(long channel) {
    return inboxes.computeIfAbsent(channel, number -> new Inbox(waiter));
  }

  /** Nothing more comes on the channel. */
  void forget(long channel) {
    inboxes.remove(channel);
  }

  /**
   * Adds the processes of a fabric and begins to receive from them.
   *
   * @param addresses one for each place, this process's included
   * @param descriptions one for each place, for messages
   * @param awaited whether {@link #close} is to wait for them
   * @return the processes, in the order of their places
   */
  List<Peer> attach(
      Fabric fabric, List<Long> addresses, List<String> descriptions, boolean awaited) {
    return attach(fabric, addresses, descriptions, awaited, () -> {});
  }

  /**
   * As {@link #attach(Fabric, List, List, boolean)}.
   *
   * @param whenEnded called once nothing comes any more; on the fabric's thread
   */
  List<Peer> attach(
      Fabric fabric,
      List<Long> addresses,
      List<String> descriptions,
      boolean awaited,
      Runnable whenEnded) {
    List<Peer> members = new ArrayList<>();
    for (int place = 0; place < fabric.size(); place++) {
      long address = addresses.get(place);
      Peer member =
          place == fabric.place() ? self : Peer.at(fabric, place, address, descriptions.get(place));
      members.add(member);
      peers.put(address, member);
    }
    Attached events = new Attached(fabric, List.copyOf(members), awaited, whenEnded);
    attached.add(events);
    fabric.start(events);
    return events.members;
  }

  /** {@link #close} shall not wait for the process, with which this one is connected no longer. */
  void disconnected(Peer peer) {
    attached.stream().filter(each -> each.members.contains(peer)).forEach(Attached::release);
  }

  private void lost(Peer peer) {
    peer.markLost();
    Fault fault = peer.lost();
    if (fault != null) {
      transfers.lost(peer, fault);
    }
    waiter.progressed();
  }

  /**
   * Says goodbye to all peers and waits until those that are awaited have done so too or are lost:
   * a device of MPJ Express ends for all its processes when one of them ends, and finalising is
   * collective (MPI-4.0 §11.2.2). Ends all waits then.
   */
  void close() {
    for (Attached each : attached) {
      each.sayGoodbye();
    }
    waiter.awaitUninterruptibly(() -> attached.stream().allMatch(Attached::mayBeLeft));
    waiter.markEnded(Fault.closed());
    attached.forEach(each -> each.fabric.close());
    inboxes.values().forEach(Inbox::drain);
    transfers.close();
  }

  /** Ends the processes at once, and this one (MPI-4.0 §9.7). */
  void abort(List<Peer> processes, int status) {
    processes.forEach(process -> tell(process, Envelope.abort(status)));
    Runtime.getRuntime().halt(status);
  }

  /** Also who has said goodbye already waits for an answer. */
  private void tell(Peer peer, Envelope envelope) {
    if (!peer.isSelf()) {
      try {
        peer.send(envelope);
      } catch (IOException e) {
        lost(peer);
      }
    }
  }

  /** What a call for a peer that failed ends in. */
  MpiException failed(Peer peer, IOException cause) {
    return peer.awaitLost(waiter).exception(cause);
  }

  /** What comes from one fabric. */
  private final class Attached implements Fabric.Events {
    private final Fabric fabric;
    private final List<Peer> members;
    private final Runnable whenEnded;
    private volatile boolean awaited;

    Attached(Fabric fabric, List<Peer> members, boolean awaited, Runnable whenEnded) {
      this.fabric = fabric;
      this.members = members;
      this.awaited = awaited;
      this.whenEnded = whenEnded;
    }

    @Override
    public void arrived(int place, ByteBuffer message) {
      Peer sender = members.get(place);
      Envelope envelope = Envelope.decode(message);
      switch (envelope.kind()) {
        case SHORT -> {
          deliver(envelope, new LocalMessage(envelope.source(), envelope.tag(), message));
        }
        case LONG -> deliver(envelope, new LongMessage(transfers, sender, envelope));
        case PULL -> transfers.pulled(sender, envelope.key());
        case DROP -> transfers.dropped(envelope.key());
        case GOODBYE -> lost(sender);
        case ABORT -> Runtime.getRuntime().halt(envelope.bytes());
      }
    }

    private void deliver(Envelope envelope, Message message) {
      if (!waiter.hasEnded()) {
        inbox(envelope.channel()).deliver(message);
      }
    }

    @Override
    public void ended() {
      attached.remove(this);
      for (Peer member : members) {
        if (!member.isSelf()) {
          peers.remove(member.address(), member);
          lost(member);
        }
      }
      whenEnded.run();
    }

    void release() {
      awaited = false;
    }

    void sayGoodbye() {
      members.forEach(member -> tell(member, Envelope.control(Envelope.Kind.GOODBYE, 0)));
    }

    boolean mayBeLeft() {
      return !awaited || members.stream().allMatch(peer -> peer.isSelf() || peer.lost() != null);
    }
  }
}
