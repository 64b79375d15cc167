package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Connects a rank with the process that launched it and with its siblings: it calls the lower ones,
 * and the higher ones call it.
 */
final class Joining {
  private final Bootstrap bootstrap;
  private final Deadline deadline;

  Joining(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
    this.deadline = Deadline.after(bootstrap.limit());
  }

  /**
   * Takes this rank's place. If it fails the process is to be ended, which closes what is open.
   *
   * @return the connections, once all ranks are ready
   */
  Membership join() throws IOException, InterruptedException {
    int rank = bootstrap.rank();
    if (rank == bootstrap.size() - 1) {
      // Nobody calls the highest rank, so it does not listen.
      return join(0, Collections::emptySortedMap);
    }
    InetAddress own = Routing.localAddressTowards(bootstrap.rendezvous().getAddress());
    Handshake handshake = new Handshake(bootstrap.secret(), rank);
    try (Rendezvous rendezvous =
        new Rendezvous(handshake, List.of(own), rank + 1, bootstrap.size())) {
      FutureTask<SortedMap<Integer, Rendezvous.Guest>> higher =
          new FutureTask<>(() -> rendezvous.await(deadline));
      Thread listening = new Thread(higher, "rankpool-mpj-siblings");
      listening.setDaemon(true);
      listening.start();
      return join(rendezvous.addresses().get(0).getPort(), () -> result(higher));
    }
  }

  /** Those that call this rank. */
  private interface Callers {
    SortedMap<Integer, Rendezvous.Guest> await() throws IOException, InterruptedException;
  }

  private Membership join(int port, Callers callers) throws IOException, InterruptedException {
    Dialer dialer = new Dialer(bootstrap.rank(), port, deadline);
    PeerLink parent =
        dialer.link(bootstrap.rendezvous(), new Handshake(bootstrap.secret(), Handshake.PARENT));
    List<InetSocketAddress> lower =
        Introduction.hearSiblings(parent.incoming(), bootstrap.rank(), deadline);
    List<Optional<PeerLink>> siblings = new ArrayList<>();
    for (int sibling = 0; sibling < lower.size(); sibling++) {
      Handshake handshake = new Handshake(bootstrap.secret(), sibling);
      siblings.add(Optional.of(dialer.link(lower.get(sibling), handshake)));
    }
    siblings.add(Optional.empty());
    callers.await().values().forEach(guest -> siblings.add(Optional.of(guest.link())));
    Introduction.tellReady(parent.outgoing());
    Introduction.awaitGo(parent.incoming(), deadline);
    Arrays.fill(bootstrap.secret(), (byte) 0);
    return new Membership(bootstrap, parent, siblings);
  }

  private static <T> T result(FutureTask<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("siblings could not connect: " + e.getCause(), e);
    }
  }
}
