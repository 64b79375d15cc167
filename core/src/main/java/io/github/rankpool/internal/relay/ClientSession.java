package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.service.Conversation;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.Postman;
import io.github.rankpool.internal.service.SealException;
import io.github.rankpool.internal.service.ServiceKey;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one client, from its first word to its last, on a thread of its own. */
final class ClientSession implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
  private static final Duration GREETING_LIMIT = Duration.ofSeconds(10);
  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(10);

  /** How often a client that waits is told so: what it has to hear to know that it is not alone. */
  private static final long WAITING_MILLIS = 1_000;

  private final Socket socket;
  private final ServiceKey key;
  private final Places places;
  private final Workforce.Source source;
  private final long backoffNanos;
  private final ScheduledExecutorService clock;
  private final Runnable onGreeted;
  private volatile boolean greeted;
  private volatile boolean closing;
  private volatile @Nullable Relay relay;

  /**
   * Serves nobody yet.
   *
   * @param socket of the client, closed at the end
   * @param key that it has to hold
   * @param places what the session waits for
   * @param source of workers
   * @param backoffNanos longest sleep between two looks for messages of workers
   * @param clock hangs up on who does not greet in time
   * @param onGreeted run once, when the client has shown that it holds the key, or has not
   */
  ClientSession(
      Socket socket,
      ServiceKey key,
      Places places,
      Workforce.Source source,
      long backoffNanos,
      ScheduledExecutorService clock,
      Runnable onGreeted) {
    this.socket = socket;
    this.key = key;
    this.places = places;
    this.source = source;
    this.backoffNanos = backoffNanos;
    this.clock = clock;
    this.onGreeted = onGreeted;
  }

  @Override
  public void run() {
    try (socket) {
      if (closing) {
        return;
      }
      Letter request;
      Conversation conversation;
      // In all: each byte may come in time.
      Future<?> limit =
          clock.schedule(this::hangUp, GREETING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      try {
        conversation = Conversation.take(socket, key, GREETING_LIMIT);
        request = conversation.read();
        greeted = true;
      } finally {
        limit.cancel(false);
        onGreeted.run();
      }
      conversation.limitReads(Conversation.SILENCE_LIMIT);
      if (request instanceof Letter.Opening opening) {
        receive(conversation, opening);
      } else if (request instanceof Letter.Replacing replacing) {
        replace(conversation, replacing);
      } else {
        throw new IOException("it began with " + request.getClass().getSimpleName());
      }
    } catch (SealException e) {
      LOG.warn("RP-711: {} was not let in: it does not hold this service's key", peer());
    } catch (IOException e) {
      LOG.info("the connection to {} has ended: {}", peer(), e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private Object peer() {
    return socket.getRemoteSocketAddress();
  }

  private void receive(Conversation conversation, Letter.Opening opening)
      throws IOException, InterruptedException {
    Places.Guest guest = places.enter(opening);
    try {
      while (!places.awaitTurn(guest, WAITING_MILLIS)) {
        if (closing) {
          conversation.say(ending());
          return;
        }
        conversation.say(places.waiting(guest));
      }
      serve(conversation, guest, () -> source.take(opening.workers()), guest::has);
    } finally {
      places.leave(guest);
    }
  }

  private void replace(Conversation conversation, Letter.Replacing lost)
      throws IOException, InterruptedException {
    Places.Guest guest = places.find(lost.ticket());
    Workforce workforce = guest == null ? null : guest.workforce();
    if (guest == null || workforce == null || workforce.replacer() == null) {
      throw new IOException("it wants workers replaced, and has none to replace");
    }
    Workforce.Replacer replacer = workforce.replacer();
    if (lost.workers() < 1 || lost.workers() > workforce.workers().remoteSize()) {
      throw new IOException("it wants " + lost.workers() + " workers replaced");
    }
    serve(
        conversation,
        guest,
        () -> replacer.replace(lost.workers(), lost.firstRank(), lost.poolSize()),
        more -> {});
  }

  private static Letter.Refused ending() {
    return new Letter.Refused("RP-710", "the service ends, and serves nobody any more.");
  }

  private void serve(
      Conversation conversation,
      Places.Guest guest,
      Supplier<CompletableFuture<Workforce>> starter,
      Consumer<Workforce> started)
      throws IOException, InterruptedException {
    if (closing) {
      conversation.say(ending());
      return;
    }
    Workforce workforce;
    try {
      workforce = await(starter.get(), conversation, guest);
    } catch (ExecutionException | RuntimeException e) {
      Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      LOG.error("no workers for {}", guest, reason);
      conversation.say(
          new Letter.Refused(
              "RP-713", "the service got no workers for this client: " + reason.getMessage()));
      return;
    }
    try {
      started.accept(workforce);
      LOG.info("{} gets {} workers", guest, workforce.workers().remoteSize());
      relay(conversation, workforce, guest);
    } finally {
      workforce.release().run();
    }
  }

  private static Workforce await(
      CompletableFuture<Workforce> starting, Conversation conversation, Places.Guest guest)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return starting.get(WAITING_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        tellOfStart(conversation, guest);
      }
    }
  }

  /** Whether it is still there, is seen when the workers have come, who have to be dismissed. */
  private static void tellOfStart(Conversation conversation, Places.Guest guest) {
    try {
      conversation.say(new Letter.Waiting(0, guest.toString()));
    } catch (IOException e) {
      LOG.debug("{} does not hear that its workers are started", guest, e);
    }
  }

  private void relay(Conversation conversation, Workforce workforce, Places.Guest guest) {
    int workers = workforce.workers().remoteSize();
    long ticket = workforce.endsWithClient() ? guest.ticket() : 0;
    Postman postman = new Postman(conversation, "rankpool-service-send");
    // By the postman: should the client be gone already, the workers are dismissed as later.
    postman.post(new Letter.Ready(workforce.backend(), workers, workforce.secret(), ticket));
    Relay begun = new Relay(workforce, postman, backoffNanos);
    begun.left().whenComplete((nothing, failure) -> stopReading(failure != null));
    relay = begun;
    if (closing) {
      begun.clientIsGone();
    }
    try {
      if (begun.begin()) {
        read(conversation, begun, workers, guest);
        begun.clientIsGone();
        begun.left().join();
      }
    } catch (CompletionException e) {
      LOG.error("RP-714: the way between {} and its workers has broken", guest, e.getCause());
    } finally {
      relay = null;
      postman.close(GOODBYE_LIMIT.toMillis());
    }
  }

  /** Returns when nothing more will come of the client. */
  private static void read(
      Conversation conversation, Relay relay, int workers, Places.Guest guest) {
    boolean parting = false;
    try {
      while (true) {
        Letter letter = conversation.read();
        if (letter instanceof Letter.Message message && isValid(message, workers) && !parting) {
          relay.pass(message);
        } else if (letter instanceof Letter.Parting how && !parting) {
          parting = true;
          relay.part(how);
          conversation.limitReads(GOODBYE_LIMIT);
        } else {
          throw new IOException("it sent " + letter.getClass().getSimpleName() + " out of place");
        }
      }
    } catch (EOFException e) {
      if (parting || relay.left().isDone()) {
        LOG.info("{} has ended", guest);
        return;
      }
      LOG.warn("RP-715: {} has gone without a word; its tasks are ended", guest);
    } catch (IOException e) {
      LOG.warn("RP-715: {} is gone: {}; its tasks are ended", guest, e.getMessage());
    }
  }

  private static boolean isValid(Letter.Message message, int workers) {
    return message.peer() >= 0
        && message.peer() < workers
        && Relay.isOneOfLinks(message.tag(), message.data().remaining());
  }

  /** Sends the client away; its workers are dismissed. From any thread. */
  void close() {
    closing = true;
    Relay current = relay;
    if (current != null) {
      current.clientIsGone();
    } else if (!greeted) {
      hangUp();
    }
  }

  /** There is nobody left that the client could talk to, unless it was the one to leave. */
  private void stopReading(boolean broken) {
    try {
      if (closing || broken) {
        socket.shutdownInput();
      }
    } catch (IOException e) {
      LOG.debug("the connection to {} has ended before", peer(), e);
    }
  }

  private void hangUp() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing the connection to {} failed", peer(), e);
    }
  }
}
