package io.github.rankpool.cli;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.ServiceOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a service.
 *
 * @param name that clients find it by
 * @param bind host and port to listen on
 * @param clients how many are served at a time
 * @param backend of the workers that are started for them, or null
 * @param workers how many are started for each client, or null
 * @param classPath entries for the workers, beside those of clients
 */
record ServeOptions(
    String name,
    String bind,
    int clients,
    @Nullable String backend,
    @Nullable Integer workers,
    List<String> classPath)
    implements Serializable {

  /** How the service is found. */
  ServiceOptions service() {
    return ServiceOptions.named(name).bind(bind).clients(clients);
  }

  /** The workers that are started for a client. */
  MpiPoolExecutorBuilder pool() {
    MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
    if (backend != null) {
      builder.backend(backend);
    }
    if (workers != null) {
      builder.maxWorkers(workers);
    }
    return builder.classPath(classPath.stream().map(Path::of).toList());
  }
}
