package io.github.rankpool;

import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.worker.WorkerProgram;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * How to start worker processes. Becomes a request when MPI has started, which tells how many there
 * is room for.
 *
 * @param workers how many; empty for as many as there is room for
 * @param inheritedFlags those of this JVM that are passed on
 * @param archive of the classes that workers load; empty if none is to be used
 * @param jvmArgs more of them
 * @param systemProperties of the workers' JVMs
 * @param classPath more places to find classes in
 * @param env environment variables
 * @param mpiInfo hints for MPI
 * @param javaExecutable empty for this JVM's
 * @param workDir empty for MPI's choice
 * @param loader finds the program's classes, for workers that are threads of this JVM
 */
record SpawnOptions(
    Optional<Integer> workers,
    CompletableFuture<List<String>> inheritedFlags,
    CompletableFuture<Optional<ClassArchive>> archive,
    List<String> jvmArgs,
    Map<String, String> systemProperties,
    List<Path> classPath,
    Map<String, String> env,
    Map<String, String> mpiInfo,
    Optional<Path> javaExecutable,
    Optional<Path> workDir,
    ClassLoader loader) {

  /** Starts the workers. On the communication thread. */
  WorkerGroup.Connection spawn(MpiRuntime runtime) {
    return spawn(runtime, Integer.MAX_VALUE);
  }

  /** Starts the workers, or only so many of them. On the communication thread. */
  WorkerGroup.Connection spawn(MpiRuntime runtime, int most) {
    byte[] secret = Handshake.newSecret();
    int count = Math.min(most, workers.orElseGet(() -> roomFor(runtime)));
    InterCommunicator started = spawn(runtime, request(count, List.of(), secret));
    usableArchive().ifPresent(missing -> CompletableFuture.runAsync(missing::make));
    return new WorkerGroup.Connection(
        started,
        secret,
        (lost, firstRank, poolSize) ->
            spawn(runtime, request(lost, WorkerProgram.replacing(firstRank, poolSize), secret)));
  }

  /**
   * Threads inherit the loader of the communication thread, which may be older than the program.
   */
  private InterCommunicator spawn(MpiRuntime runtime, SpawnRequest request) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return runtime.spawn(request);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private SpawnRequest request(int count, List<String> arguments, byte[] secret) {
    SpawnRequest.Builder request =
        SpawnRequest.of(count, WorkerProgram.class)
            .arguments(arguments)
            .credential(secret)
            .jvmArguments(withArchive(jvmArguments()))
            .classPath(wholeClassPath())
            .environment(env)
            .info(mpiInfo);
    javaExecutable.ifPresent(request::javaExecutable);
    workDir.ifPresent(request::workingDirectory);
    return request.build();
  }

  private static int roomFor(MpiRuntime runtime) {
    return Math.max(1, runtime.universeSize().orElse(1) - runtime.world().size());
  }

  private Optional<ClassArchive> usableArchive() {
    return archive.join().filter(any -> ClassArchive.isFreeWith(jvmArguments()));
  }

  /** Its flags come first, so that the user's count. */
  private List<String> withArchive(List<String> arguments) {
    return Stream.concat(
            usableArchive().map(ClassArchive::flags).stream().flatMap(List::stream),
            arguments.stream())
        .toList();
  }

  private List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>(inheritedFlags.join());
    systemProperties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
    arguments.addAll(jvmArgs);
    return arguments;
  }

  private List<Path> wholeClassPath() {
    if (classPath.isEmpty()) {
      return List.of();
    }
    return Stream.concat(PoolFactory.ownClassPath().stream(), classPath.stream()).toList();
  }
}
