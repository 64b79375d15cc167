package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code rankpool serve}, and programs whose workers are the service's: each is a process. */
@ExtendWith(Watchdog.class)
class ServeIT {
  private static final Duration LIMIT = Duration.ofSeconds(50);
  private static final String NAME = "lab";

  private final Path files;
  private final Path gates;

  ServeIT(@TempDir Path folder) throws IOException {
    files = folder.resolve("services");
    gates = Files.createDirectory(folder.resolve("gates"));
  }

  /** How the service has its workers. */
  enum Start {
    THREADS(Launch.THREADS),
    OPENMPI(Launch.OPENMPI),
    MPJ(Launch.MPJ),
    /** Ranks that mpiexec has started. */
    MPIEXEC(null);

    private final Launch launch;

    Start(Launch launch) {
      this.launch = launch;
    }

    boolean startsProcesses() {
      return this == OPENMPI || this == MPJ;
    }

    private TestProcess.Builder command(String... options) {
      List<String> command = Launch.javaCommand(List.of(), Main.class);
      command.add("serve");
      command.addAll(List.of("--name", NAME));
      command.addAll(List.of(options));
      if (launch == null) {
        return Launch.mpiexec(4, command);
      }
      command.addAll(List.of("--workers", "3"));
      return launch.command(command).environment("OMPI_MCA_orte_enable_recovery", "1");
    }
  }

  private TestProcess serve(Start start, String... options) {
    TestProcess service =
        start
            .command(options)
            .environment("RANKPOOL_SERVICE_DIR", files.toString())
            .limit(LIMIT)
            .start();
    service.awaitOutput("It ends by");
    return service;
  }

  private TestProcess.Builder client(Class<?> program, String... arguments) {
    List<String> command = Launch.javaCommand(List.of(), program);
    command.addAll(List.of(arguments));
    return TestProcess.command(command)
        .environment("RANKPOOL_SERVICE", NAME)
        .environment("RANKPOOL_SERVICE_DIR", files.toString())
        .limit(LIMIT);
  }

  private TestProcess holdingClient() {
    TestProcess client = client(ServiceProgram.class, "hold", gates.toString()).start();
    client.awaitOutput("holding");
    return client;
  }

  private void openGates() throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(gates)) {
      for (Path directory : directories) {
        Files.createFile(directory.resolve("open"));
      }
    }
  }

  private static void kill(TestProcess process) {
    assertThat(ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly()).isTrue();
  }

  private static void signal(String name, TestProcess process) {
    TestProcess.command("kill", "-" + name, Long.toString(process.pid())).run().assertClean();
  }

  /** As Ctrl-C or a batch system does. */
  private static TestProcess.Result end(TestProcess service) {
    assertThat(ProcessHandle.of(service.pid()).orElseThrow().destroy()).isTrue();
    return service.await();
  }

  /** Now and then it is mpiexec itself that crashes, at its very end, and leaves its folder. */
  private static void assertNothingIsLeft(TestProcess.Result service) {
    boolean launcherCrashed = service.output().contains("PMIx_server_finalize");
    assertThat(service.leftovers())
        .as(service.output())
        .allMatch(left -> launcherCrashed && left.startsWith("ompi."));
  }

  private static List<Long> workers(String output) {
    return Pattern.compile("worker's process (\\d+)")
        .matcher(output)
        .results()
        .map(match -> Long.parseLong(match.group(1)))
        .toList();
  }

  private static void assertWorked(TestProcess.Result client) {
    assertThat(client.exitStatus()).as(client.output()).isZero();
    assertThat(client.output())
        .contains("3 workers of service", "squares [1, 4, 9, 16]", "last 3.0", "closed")
        .contains("failed with java.lang.ArithmeticException: / by zero");
  }

  @ParameterizedTest
  @EnumSource
  void programsOneAfterTheOtherUseTheWorkersOfAService(Start start) {
    try (TestProcess service = serve(start)) {
      TestProcess.Result first = client(ServiceProgram.class, "work").run();
      TestProcess.Result second = client(ServiceProgram.class, "work").run();

      assertWorked(first);
      assertWorked(second);
      TestProcess.Result ended = end(service);
      assertNothingIsLeft(ended);
      assertThat(files.resolve(NAME)).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenAClientIsKilledItsTasksEndAndTheNextClientIsServed(Start start) {
    try (TestProcess service = serve(start);
        TestProcess client = holdingClient()) {
      List<Long> workers = workers(client.output());

      kill(client);

      if (start.startsProcesses()) {
        assertThat(workers)
            .hasSize(2)
            .allSatisfy(
                pid ->
                    await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> ProcessHandle.of(pid).isEmpty()));
      }
      assertWorked(client(ServiceProgram.class, "work").run());
      assertThat(end(service).output()).contains("RP-715: rankpool-1 of process " + client.pid());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatIsKilledWhileMuchIsOnItsWayHoldsUpNobody(Start start) {
    try (TestProcess service = serve(start);
        TestProcess client = client(ServiceProgram.class, "echo", "100000").start()) {
      client.awaitOutput("echo 3 true");

      kill(client);

      assertWorked(client(ServiceProgram.class, "work").run());
      TestProcess.Result ended = end(service);
      assertNothingIsLeft(ended);
    }
  }

  @Test
  void aClientThatWasStoppedGoesOnWhereItWas() throws Exception {
    try (TestProcess service = serve(Start.THREADS);
        TestProcess client = client(ServiceProgram.class, "echo", "12").start()) {
      client.awaitOutput("echo 2 true");

      signal("STOP", client);
      // Long enough for all that is on its way to pile up.
      Thread.sleep(2_000);
      signal("CONT", client);

      assertThat(client.await().output()).contains("echo 12 true", "closed");
      assertNothingIsLeft(end(service));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void theTaskOfALostWorkerFailsAndThePoolGoesOn(Start start) {
    try (TestProcess service = serve(start)) {
      TestProcess.Result client = client(LossProgram.class, "kill", gates.toString()).run();

      assertThat(client.exitStatus()).as(client.output()).isZero();
      assertThat(client.output())
          .contains("WorkerLostException: RP-228: worker 1 of 3", "of 2 workers", "closed");
      assertWorked(client(ServiceProgram.class, "work").run());
      assertNothingIsLeft(end(service));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void aLostWorkerIsReplacedByTheServiceAndItsTaskRunAgain(Start start) {
    try (TestProcess service = serve(start)) {
      TestProcess.Result client =
          client(LossProgram.class, "kill and replace", gates.toString()).run();

      assertThat(client.exitStatus()).as(client.output()).isZero();
      assertThat(client.output())
          .contains("RP-228", "RP-254", "of 3 workers", "closed")
          .doesNotContain("failed with");
      assertWorked(client(ServiceProgram.class, "work").run());
      assertNothingIsLeft(end(service));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenTheServiceIsKilledTheTasksOfItsClientFail(Start start) {
    try (TestProcess service = serve(start);
        TestProcess client = holdingClient()) {
      List<Long> workers = workers(client.output());

      kill(service);

      TestProcess.Result result = client.await();
      assertThat(result.output()).contains("failed with").containsAnyOf("RP-228", "RP-202");
      if (start.startsProcesses()) {
        assertThat(workers)
            .allSatisfy(
                pid ->
                    await()
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> ProcessHandle.of(pid).isEmpty()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceThatIsToldToEndSendsItsClientAwayAndLeavesNothing(Start start) {
    try (TestProcess service = serve(start);
        TestProcess client = holdingClient()) {
      TestProcess.Result ended = end(service);

      assertThat(client.await().output()).contains("failed with").contains("RP-");
      assertNothingIsLeft(ended);
    }
  }

  @Test
  void whoFindsNoPlaceWaitsAndIsToldWhoHasIt() throws IOException {
    try (TestProcess service = serve(Start.THREADS);
        TestProcess first = holdingClient()) {
      TestProcess.Result impatient =
          client(ServiceProgram.class, "work").environment("RANKPOOL_SERVICE_WAIT", "1").run();
      assertThat(impatient.output())
          .contains("RP-708", "rankpool-1 of process " + first.pid(), "RANKPOOL_SERVICE_WAIT");

      try (TestProcess patient = client(ServiceProgram.class, "work").start()) {
        patient.awaitOutput("waits for service");
        openGates();
        assertThat(first.await().output()).contains("passed true", "closed");
        assertWorked(patient.await());
      }
      end(service);
    }
  }

  @Test
  void severalClientsHaveWorkersOfTheirOwnAtATime() throws IOException {
    try (TestProcess service = serve(Start.MPJ, "--clients", "2");
        TestProcess first = holdingClient()) {
      TestProcess.Result second = client(ServiceProgram.class, "work").run();

      assertWorked(second);
      assertThat(workers(second.output())).doesNotContainAnyElementsOf(workers(first.output()));
      openGates();
      assertThat(first.await().output()).contains("passed true", "closed");
      end(service);
    }
  }

  @Test
  void whoHoldsAnotherKeyIsNotLetIn() throws IOException {
    try (TestProcess service = serve(Start.THREADS)) {
      Path copy = files.resolve("copy");
      String text = Files.readString(files.resolve(NAME));
      String changed = text.replaceFirst("key=[0-9a-f]{8}", "key=00000000");
      Files.createFile(
          copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(copy, changed);

      TestProcess.Result client =
          client(ServiceProgram.class, "work")
              .environment("RANKPOOL_SERVICE_KEY", copy.toString())
              .run();

      assertThat(client.exitStatus()).isNotZero();
      assertThat(client.output()).contains("RP-709");
      assertWorked(client(ServiceProgram.class, "work").run());
      assertThat(end(service).output()).contains("RP-711");
    }
  }

  @Test
  void aProgramOfRankpoolRunUsesTheServiceThatIsNamedByHostAndPort() throws IOException {
    try (TestProcess service = serve(Start.THREADS)) {
      String port =
          Files.readAllLines(files.resolve(NAME)).stream()
              .filter(line -> line.startsWith("port="))
              .map(line -> line.substring("port=".length()))
              .findFirst()
              .orElseThrow();
      List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
      String code =
          "class Triple implements SerializableFunction<Integer, Integer> { public Integer"
              + " apply(Integer n) { return 3 * n; } } try (var pool = MpiPoolExecutor.create()) {"
              + " System.out.println(pool.backend() + \" \" + pool.submit(new Triple(), 7).get());"
              + " }";
      command.addAll(List.of("run", "-c", code));

      TestProcess.Result run =
          TestProcess.command(command)
              .environment("RANKPOOL_SERVICE", "localhost:" + port)
              .environment("RANKPOOL_SERVICE_DIR", files.toString())
              .limit(LIMIT)
              .run();

      assertThat(run.output()).contains("service 21");
      end(service);
    }
  }
}
