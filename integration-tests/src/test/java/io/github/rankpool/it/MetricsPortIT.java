package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code rankpool run --metrics-port} serves while programs run. */
class MetricsPortIT {
  private static final Pattern ADDRESS =
      Pattern.compile("metrics at (http://127\\.0\\.0\\.1:\\S+)");

  /**
   * Runs seven tasks, one of which fails, and keeps its pool until there is a file of this name.
   */
  private static final String CODE =
      """
      try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
        List<CompletableFuture<Integer>> tasks = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
          int divisor = n;
          tasks.add(pool.submit(() -> 1 / divisor));
        }
        MpiFutures.waitFor(tasks);
        System.out.println("all seven done");
        while (!Files.exists(Path.of("stop"))) {
          Thread.sleep(20);
        }
      }
      """;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final Path folder;

  MetricsPortIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<String> command(String... options) {
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.add("run");
    command.addAll(List.of(options));
    return command;
  }

  /** What a program that is running serves. */
  static String scrape(TestProcess program) throws IOException, InterruptedException {
    program.awaitOutput("metrics at http");
    Matcher address = ADDRESS.matcher(program.output());
    assertThat(address.find()).as(program.output()).isTrue();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.group(1)))
            .timeout(Duration.ofSeconds(30))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static String tasks(String backend, String outcome, int count) {
    return "rankpool_tasks_total{backend=\"%s\",name=\"pool-1\",outcome=\"%s\"} %d.0\n"
        .formatted(backend, outcome, count);
  }

  private void assertScraped(TestProcess.Builder builder, String backend) throws IOException {
    try (TestProcess program = builder.directory(folder).start()) {
      program.awaitOutput("all seven done\n");
      await()
          .untilAsserted(
              () ->
                  assertThat(scrape(program))
                      .contains(tasks(backend, "completed", 6), tasks(backend, "failed", 1))
                      .contains("rankpool_workers{backend=\"" + backend + "\",name=\"pool-1\"} 2.0")
                      .contains("rankpool_worker_busy_seconds_total{", "worker=\"1\""));
      Files.createFile(folder.resolve("stop"));

      TestProcess.Result result = program.await().assertClean();
      assertThat(result.output()).containsOnlyOnce("rankpool: metrics at ");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "OPENMPI", "MPJ"})
  void aProgramWithItsOwnWorkersIsScraped(Launch launch) throws IOException {
    List<String> command =
        command("--backend", launch.backend(), "--workers=2", "--metrics-port", "0", "-c", CODE);

    assertScraped(launch.command(command), launch.backend());
  }

  @Test
  void aProgramByMpiexecIsScrapedAtItsFirstRank() throws IOException {
    assertScraped(Launch.mpiexec(3, command("--metrics-port=0", "-c", CODE)), "openmpi");
  }

  @Test
  void whereThePortIsTakenTheProgramIsNotRun() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      TestProcess.Result result =
          Launch.THREADS.command(command("--metrics-port", port, "-c", CODE)).run();

      assertThat(result.exitStatus()).as(result.output()).isEqualTo(2);
      assertThat(result.output())
          .startsWith("RP-623: --metrics-port " + port + " cannot be served: ")
          .doesNotContain("all seven done");
    }
  }
}
