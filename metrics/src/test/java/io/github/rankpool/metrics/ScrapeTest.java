package io.github.rankpool.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.rankpool.MpiPoolExecutor;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Prometheus gets to read, over HTTP. */
class ScrapeTest {
  private static final Pattern QUERIED = Pattern.compile("\\b(?:rankpool|executor)_\\w+");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private String scrape() throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI address =
          URI.create(
              "http://"
                  + InetAddress.getLoopbackAddress().getHostAddress()
                  + ":"
                  + server.getAddress().getPort()
                  + "/metrics");
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } finally {
      server.stop(0);
    }
  }

  private static Set<String> names(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aScrapeHasTheTasksAndAllThatTheDashboardAsksFor() throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().backend("threads").maxWorkers(2).build();
        RankpoolMetrics metrics = new RankpoolMetrics(pool, "scraped", Tags.empty())) {
      metrics.bindTo(registry);
      pool.submit(() -> 1).join();
      await().until(() -> registry.find("rankpool.worker.busy").meters().size() == 2);
      String scrape = scrape();

      assertThat(scrape)
          .containsPattern(
              "rankpool_tasks_total\\{backend=\"threads\",name=\"scraped\",outcome=\"completed\"\\}"
                  + " 1\\.0");
      Set<String> queried = new TreeSet<>();
      QUERIED
          .matcher(Files.readString(Path.of("../docs/grafana/rankpool.json")))
          .results()
          .forEach(name -> queried.add(name.group()));
      assertThat(queried).hasSizeGreaterThan(15);
      assertThat(names(scrape)).containsAll(queried);
    }
    assertThat(names(scrape())).isEmpty();
  }
}
