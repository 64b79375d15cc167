package io.github.rankpool.internal.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ServiceKey KEY = ServiceKey.random();
  private static final Letter.Opening OPENING = new Letter.Opening(4711, "node", "pool", 3);

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private CompletableFuture<Conversation> service(ServiceKey key, Duration limit) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Conversation.take(server.accept(), key, limit);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static Letter awaitLetter(CompletableFuture<Conversation> other) throws Exception {
    return other.get(10, SECONDS).read();
  }

  static Stream<Letter> letters() {
    return Stream.of(
        OPENING,
        new Letter.Waiting(2, "somebody"),
        new Letter.Ready("mpj", 5, new byte[] {1, 2, 3}, 7),
        new Letter.Replacing(7, 2, 5, 3),
        new Letter.Refused("RP-710", "no \u00e4 place"),
        new Letter.Message(3, 2, 99, ByteBuffer.wrap(new byte[100_000])),
        new Letter.Message(0, 1, 0, ByteBuffer.allocate(0)),
        new Letter.Taken(99),
        new Letter.Lost(4),
        new Letter.Parting(false),
        new Letter.Parted());
  }

  @ParameterizedTest
  @MethodSource("letters")
  void aLetterArrivesAsItWasWrittenEitherWay(Letter letter) throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      client.say(letter);
      assertThat(awaitLetter(service)).usingRecursiveComparison().isEqualTo(letter);

      service.join().say(letter);
      assertThat(client.read()).usingRecursiveComparison().isEqualTo(letter);
      service.join().close();
    }
  }

  @Test
  void whoOnlyShowsThatItIsThereHasSaidNothing() throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      client.say(new Letter.Alive());
      client.say(new Letter.Alive());
      client.say(new Letter.Taken(1));

      assertThat(awaitLetter(service)).isEqualTo(new Letter.Taken(1));
      service.join().close();
    }
  }

  @Test
  void whoHasNothingToSayShowsNowAndThenThatItIsThere() throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      client.limitReads(Duration.ofSeconds(8));
      Postman quiet = new Postman(service.get(10, SECONDS), "quiet");
      CompletableFuture.delayedExecutor(11, SECONDS).execute(() -> quiet.post(new Letter.Taken(1)));

      assertThat(client.read()).isEqualTo(new Letter.Taken(1));
      quiet.close(LIMIT.toMillis());
      service.join().close();
    }
  }

  @Test
  void aClientWithAnotherKeyIsNotUnderstood() throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Conversation client = Conversation.open(address(), ServiceKey.random(), LIMIT)) {
      client.say(OPENING);

      assertThatThrownBy(() -> awaitLetter(service)).isInstanceOf(SealException.class);
      service.join().close();
    }
  }

  @Test
  void aServiceWithAnotherKeyIsNotUnderstood() throws Exception {
    CompletableFuture<Conversation> service = service(ServiceKey.random(), LIMIT);
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      service.get(10, SECONDS).say(new Letter.Parted());

      assertThatThrownBy(client::read).isInstanceOf(SealException.class);
      service.join().close();
    }
  }

  @Test
  void whatOneSideSaidCannotBeSaidToItself() throws Exception {
    // Mirrors what the client sends: it must not pass for the service.
    CompletableFuture<Void> mirror =
        CompletableFuture.runAsync(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      client.say(OPENING);

      assertThatThrownBy(client::read).isInstanceOf(SealException.class);
    }
    mirror.get(10, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n          ", "RANKPOOL\u0002.................."})
  void strangersAreRecognized(String greeting) throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Socket stranger = new Socket(server.getInetAddress(), server.getLocalPort())) {
      stranger.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));

      assertThatThrownBy(() -> service.get(10, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Conversation.StrangerException.class);
    }
  }

  @Test
  void whoSaysNothingIsWaitedForNoLongerThanTheLimit() throws Exception {
    CompletableFuture<Conversation> service = service(KEY, Duration.ofMillis(50));
    try (Socket silent = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThat(silent.isConnected()).isTrue();
      assertThatThrownBy(() -> service.get(10, SECONDS))
          .hasCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void theEndOfTheOtherIsNoticed() throws Exception {
    CompletableFuture<Conversation> service = service(KEY, LIMIT);
    try (Conversation client = Conversation.open(address(), KEY, LIMIT)) {
      service.get(10, SECONDS).close();

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
  }
}
