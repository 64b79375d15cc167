package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Watchdog.class)
class MetricsServerTest {
  private final HttpClient client = HttpClient.newHttpClient();

  /** Tells one meter. */
  private static final class OneMeter implements Exposition {
    @Override
    public void follow(MpiPoolExecutor pool) {}

    @Override
    public String text() {
      return "meter{name=\"\u00e4\"} 1.0\n";
    }
  }

  private static MetricsServer start() throws RefusedException {
    return MetricsServer.start(0, new OneMeter());
  }

  private HttpResponse<String> send(URI address, String method)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(method, BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void theMetersAreReadAsPrometheusReadsThem() throws Exception {
    try (MetricsServer server = start()) {
      HttpResponse<String> response = send(server.address(), "GET");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("meter{name=\"\u00e4\"} 1.0\n");
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(server.address().getHost()).isIn("127.0.0.1", "[0:0:0:0:0:0:0:1]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metrics/x", "/metricsx", "/%2e%2e/metrics"})
  void thereIsNothingElse(String path) throws Exception {
    try (MetricsServer server = start()) {
      assertThat(send(server.address().resolve(path), "GET").statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS"})
  void onlyGetIsAnswered(String method) throws Exception {
    try (MetricsServer server = start()) {
      HttpResponse<String> response = send(server.address(), method);

      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("GET");
    }
  }

  @Test
  void aPortServesOneProgram() throws Exception {
    try (MetricsServer server = start()) {
      int port = server.address().getPort();

      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> MetricsServer.start(port, new OneMeter()))
          .withMessageStartingWith("RP-623: --metrics-port " + port);
    }
  }

  @Test
  void itsThreadsDoNotKeepTheJvmAndEndWithIt() throws Exception {
    MetricsServer server = start();
    URI address = server.address();
    send(address, "GET");
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread ->
                thread.getName().equals("rankpool-metrics")
                    || thread.getName().startsWith("HTTP-Dispatcher"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(Thread::isDaemon);

    server.close();
    server.close();

    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> send(address, "GET"));
  }
}
