package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets workers from a service. */
public final class ServiceClient {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final ServiceAddress service;
  private final Duration patience;
  private final Consumer<Letter.Waiting> onWaiting;

  /**
   * Connects to nothing yet.
   *
   * @param service to connect to
   * @param patience how long to wait for a place at the service, if others are served
   * @param onWaiting told so
   */
  public ServiceClient(
      ServiceAddress service, Duration patience, Consumer<Letter.Waiting> onWaiting) {
    this.service = service;
    this.patience = patience;
    this.onWaiting = onWaiting;
  }

  /**
   * Asks for workers, and waits for them.
   *
   * @param opening what to ask for
   * @return to be closed by the caller
   * @throws MpiException if the service cannot be reached, or does not give any
   */
  public ServiceRuntime connect(Letter.Opening opening) {
    Waiter waiter = new Waiter("the client of " + service.where());
    return new ServiceRuntime(this, waiter, line(opening, waiter));
  }

  /**
   * Asks for workers in a conversation of their own, and waits for them.
   *
   * @param request the first letter
   * @param waiter for what they send
   * @return to be closed by the caller
   */
  ServiceLine line(Letter request, Waiter waiter) {
    Conversation conversation = open();
    try {
      conversation.say(request);
      Letter.Ready ready = awaitReady(conversation);
      conversation.limitReads(Conversation.SILENCE_LIMIT);
      return new ServiceLine(service, conversation, ready, waiter);
    } catch (IOException e) {
      conversation.close();
      throw refused(e);
    } catch (Throwable e) {
      conversation.close();
      throw e;
    }
  }

  private Conversation open() {
    try {
      return Conversation.open(service.address(), service.key(), ANSWER_LIMIT);
    } catch (Conversation.StrangerException e) {
      throw new MpiException(
          "RP-706",
          "what listens at "
              + service.address()
              + " is of no use as a service: it is "
              + e.getMessage()
              + ". Use one version of Rankpool, and the service's own port.",
          e);
    } catch (IOException e) {
      throw new MpiException(
          "RP-705",
          "no connection to service "
              + service.file()
              + " at "
              + service.address()
              + ": "
              + e.getMessage()
              + ". "
              + service.hint(),
          e);
    }
  }

  private Letter.Ready awaitReady(Conversation conversation) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Letter.@Nullable Waiting last = null;
    while (true) {
      // Who has to wait hears so every second.
      conversation.limitReads(ANSWER_LIMIT);
      Letter letter = conversation.read();
      if (letter instanceof Letter.Ready ready) {
        return ready;
      }
      if (letter instanceof Letter.Refused refusal) {
        throw new MpiException(refusal.code(), refusal.reason());
      }
      if (!(letter instanceof Letter.Waiting waiting)) {
        throw new IOException("received " + letter.getClass().getSimpleName() + " out of place");
      }
      if (waiting.ahead() == 0) {
        continue;
      }
      if (!waiting.equals(last)) {
        onWaiting.accept(waiting);
      }
      last = waiting;
      if (System.nanoTime() - deadline > 0) {
        throw new MpiException(
            "RP-708",
            "service "
                + service.where()
                + " had no place for this client within "
                + patience.toSeconds()
                + " s: it serves "
                + waiting.who()
                + ", and "
                + (waiting.ahead() - 1)
                + " more wait or are served before this one. Close the other, wait longer"
                + " (RANKPOOL_SERVICE_WAIT), or start the service with more --clients.");
      }
    }
  }

  private MpiException refused(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return new MpiException(
          "RP-705",
          "service "
              + service.where()
              + " does not answer any more; is it stopped, or its machine?",
          failure);
    }
    return new MpiException(
        "RP-709",
        "service "
            + service.where()
            + " has let this client in no further ("
            + failure.getMessage()
            + "): it ends, or has another key than "
            + service.file().name()
            + "'s file says, as after a new start. Its log tells which.",
        failure);
  }
}
