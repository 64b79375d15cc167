package io.github.rankpool.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

/** Asks the application over HTTP, as its users and Prometheus do. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "server.address=127.0.0.1")
class IntegralApplicationTest {
  private static final String POOL = "{backend=\"threads\",name=\"integrals\"";

  @LocalServerPort private int port;

  private String get(String path) {
    RestClient client = RestClient.create("http://127.0.0.1:" + port);
    return client.get().uri(path).retrieve().requiredBody(String.class);
  }

  @Test
  void theIntegralIsComputedByTasksWhoseFiguresPrometheusGets() {
    String area = get("/integral?from=0&to=3.141592653589793");
    String scrape = get("/actuator/prometheus");

    assertThat(Double.parseDouble(area)).isCloseTo(2, within(1e-9));
    assertThat(scrape.lines())
        .contains(
            "rankpool_tasks_submitted_tasks_total" + POOL + "} 16.0",
            "rankpool_tasks_total" + POOL + ",outcome=\"completed\"} 16.0",
            "rankpool_tasks_total" + POOL + ",outcome=\"failed\"} 0.0",
            "rankpool_workers" + POOL + "} 2.0",
            "executor_completed_tasks_total" + POOL + "} 16.0",
            "executor_seconds_count" + POOL + "} 16")
        .as("meters of Spring's own executor")
        .contains("executor_completed_tasks_total{name=\"applicationTaskExecutor\"} 0.0");
  }
}
