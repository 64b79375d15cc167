package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The web application of the example, packed into one jar, and unpacked again. */
@ExtendWith(Watchdog.class)
class SpringBootIT {
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  @TempDir private static Path folder;

  private static Path oneJar;
  private static Path unpacked;

  @BeforeAll
  static void unpack() throws Exception {
    oneJar = Built.file("example-spring-boot", "-app.jar");
    unpacked = folder.resolve(oneJar.getFileName());
    List<String> extract =
        List.of("-Djarmode=tools", "-jar", oneJar + "", "extract", "--destination", folder + "");
    java(extract).run().assertClean();
  }

  private static TestProcess.Builder java(List<String> arguments) {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, TestProcess.javaExecutable());
    return TestProcess.command(command);
  }

  private static TestProcess.Builder application(Path jar, String backend) {
    return java(List.of("-jar", jar + "", "--server.address=127.0.0.1", "--server.port=0"))
        .environment("RANKPOOL_BACKEND", backend)
        .environment("RANKPOOL_MAX_WORKERS", "2");
  }

  private static String get(String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Has it integrate, asks for its figures, and ends it as a service manager does. */
  private static void use(Path jar, String backend) throws Exception {
    try (TestProcess process = application(jar, backend).start()) {
      process.awaitOutput(" (http) with context path");
      Matcher port = PORT.matcher(process.output());
      assertThat(port.find()).isTrue();
      String server = "http://127.0.0.1:" + port.group(1);

      assertThat(get(server + "/integral?from=0&to=3.141592653589793")).startsWith("2.0000");
      assertThat(get(server + "/actuator/prometheus"))
          .contains(
              "rankpool_tasks_total{backend=\""
                  + backend
                  + "\",name=\"integrals\",outcome=\"completed\"} 16.0\n");
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
      TestProcess.Result result = process.await();
      assertThat(result.leftovers()).as(result.output()).isEmpty();
    }
  }

  @Test
  void inOneJarItsWorkersCanBeThreads() throws Exception {
    use(oneJar, "threads");
  }

  @Nested
  @RequiresBackend("openmpi")
  class WithOpenMpi {
    @Test
    void inOneJarItSaysThatItHasToBeUnpacked() {
      TestProcess.Result result = application(oneJar, "openmpi").run();

      assertThat(result.exitStatus()).isEqualTo(1);
      assertThat(result.output()).contains("RP-236: ", oneJar.toString(), "-Djarmode=tools");
    }

    @Test
    void unpackedItsWorkersAreProcesses() throws Exception {
      use(unpacked, "openmpi");
    }
  }

  @Nested
  @RequiresBackend("mpj")
  class WithMpj {
    @Test
    void unpackedItsWorkersAreProcesses() throws Exception {
      use(unpacked, "mpj");
    }
  }
}
