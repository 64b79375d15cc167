package io.github.rankpool.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.service.Conversation;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.ServiceKey;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway whose workers are played by the test. */
@ExtendWith(Watchdog.class)
class GatewayTest {
  private static final int MAX_STRANGERS = 32;
  private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final byte[] SECRET = {1, 2, 3};
  private static final Letter.Opening OPENING = new Letter.Opening(7, "node", "pool", 0);

  private final LeakCheck leaks = LeakCheck.begin();
  private final ServiceKey key = ServiceKey.random();
  private final ManualBackend backend = new ManualBackend(2);
  private final CompletableFuture<Workforce> workforce = new CompletableFuture<>();
  private final List<Socket> strangers = new ArrayList<>();
  private volatile boolean mpiFails;
  private CommHost host;
  private InetSocketAddress address;
  private Gateway gateway;

  @BeforeEach
  void open() throws IOException {
    host = CommHost.open("gateway", () -> backend);
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    gateway = new Gateway(socket, key, most -> workforce, 1, BACKOFF_NANOS);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    gateway.close();
    host.release().join();
    leaks.assertNothingLeft();
  }

  private Conversation client() throws IOException {
    Conversation client = Conversation.open(address, key, Duration.ofSeconds(20));
    client.limitReads(Duration.ofSeconds(20));
    client.say(OPENING);
    return client;
  }

  private Socket stranger() throws IOException {
    Socket stranger = new Socket(address.getAddress(), address.getPort());
    stranger.setSoTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(40)));
    strangers.add(stranger);
    return stranger;
  }

  private void workersCome() {
    workforce.complete(
        new Workforce(host.loop().join(), communicator(), SECRET, "manual", null, () -> {}));
  }

  /** Whose calls fail when the test says so. */
  private InterCommunicator communicator() {
    return (InterCommunicator)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {InterCommunicator.class},
            (proxy, method, arguments) -> {
              if (mpiFails) {
                throw new MpiException("RP-301", "as the test wants it");
              }
              try {
                return method.invoke(backend.communicator(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  @Test
  void aClientHearsThatItsWorkersAreStarted() throws IOException {
    try (Conversation client = client()) {
      assertThat(client.read())
          .isEqualTo(new Letter.Waiting(0, "pool of process 7 on node"))
          .isEqualTo(client.read());

      workersCome();

      Letter last = client.read();
      while (last instanceof Letter.Waiting) {
        last = client.read();
      }
      assertThat(last).isInstanceOf(Letter.Ready.class);
    }
  }

  @Test
  void aClientHearsWhyItGetsNoWorkersAndTheNextHasItsPlace() throws IOException {
    workforce.completeExceptionally(new MpiException("RP-337", "no slots"));

    for (int i = 0; i < 2; i++) {
      try (Conversation client = client()) {
        assertThat(client.read())
            .isEqualTo(
                new Letter.Refused(
                    "RP-713", "the service got no workers for this client: RP-337: no slots"));
        assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void aClientWhoseWorkersAreStartedIsSentAwayWhenTheGatewayCloses() throws Exception {
    try (Conversation client = client()) {
      assertThat(client.read()).isInstanceOf(Letter.Waiting.class);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
      while (!isHungUp(address)) {
        Thread.sleep(1);
      }

      workersCome();

      assertThatThrownBy(() -> readAll(client)).isInstanceOf(EOFException.class);
      closing.join();
      assertThat(backend.sent(0)).hasSize(1);
      assertThat(backend.sent(1)).hasSize(1);
    }
  }

  private boolean isServed() {
    try (Conversation client = client()) {
      return client.read() instanceof Letter.Ready;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isHungUp(InetSocketAddress address) {
    try (Socket late = new Socket(address.getAddress(), address.getPort())) {
      return late.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static void readAll(Conversation client) throws IOException {
    for (Letter letter = client.read(); letter != null; letter = client.read()) {
      assertThat(letter).isNotInstanceOf(Letter.Message.class);
    }
  }

  @Test
  void aClientWhoseWorkersCannotBeReachedAnyMoreIsSentAway() throws IOException {
    workersCome();
    try (Conversation client = client()) {
      assertThat(client.read()).isInstanceOf(Letter.Ready.class);

      mpiFails = true;

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void soManyStrangersAreListenedToAtATimeAndOthersWhenOneHasGone() throws Exception {
    workersCome();
    for (int i = 0; i < MAX_STRANGERS; i++) {
      stranger();
    }
    assertThat(stranger().getInputStream().read()).isNegative();

    strangers.get(0).close();

    while (!isServed()) {
      Thread.sleep(1);
    }
  }

  @Test
  void aStrangerIsHungUpOnThoughItSaysSomethingNowAndThen() throws IOException {
    OutputStream out = stranger().getOutputStream();
    // The start of a letter: how long its record is, and nothing of that yet.
    byte[] greeting = "RANKPOOL\1nonce nonce nonc\0\0\100".getBytes(StandardCharsets.US_ASCII);
    out.write(greeting);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 300; i++) {
                out.write(0);
                Thread.sleep(100);
              }
            })
        .isInstanceOf(IOException.class);
  }
}
