package io.github.rankpool;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.ServiceAddress;
import io.github.rankpool.internal.service.ServiceClient;
import io.github.rankpool.internal.service.ServiceRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers of a service, for a pool of this program. */
final class ServiceWorkers {
  private static final Logger LOG = LoggerFactory.getLogger(MpiPoolExecutor.class);

  private final MpiPoolExecutorBuilder builder;
  private final ServiceAddress address;

  private ServiceWorkers(MpiPoolExecutorBuilder builder, ServiceAddress address) {
    this.builder = builder;
    this.address = address;
  }

  /**
   * Finds the service that the builder or the settings name.
   *
   * @return empty if none is named
   * @throws io.github.rankpool.spi.MpiException if there is no such service
   */
  static Optional<ServiceWorkers> named(MpiPoolExecutorBuilder builder) {
    Optional<Settings.Value<String>> named =
        builder.service != null
            ? Optional.of(new Settings.Value<>(builder.service, "named by the program"))
            : builder.settings.find(Setting.SERVICE);
    return named.map(
        where -> {
          Path folder = builder.settings.get(Setting.SERVICE_DIR);
          Path keyFile =
              builder.settings.find(Setting.SERVICE_KEY).map(Settings.Value::value).orElse(null);
          return new ServiceWorkers(
              builder, ServiceAddress.find(where.value(), where.origin(), folder, keyFile));
        });
  }

  /** The workers, for a pool with that name; connects to the service when that starts. */
  WorkerGroup group(String pool) {
    Duration patience = builder.settings.get(Setting.SERVICE_WAIT);
    ServiceClient client =
        new ServiceClient(
            address,
            patience,
            waiting ->
                LOG.info(
                    "{}: waits for service {}, which serves {}; {} before this one",
                    pool,
                    address.where(),
                    waiting.who(),
                    waiting.ahead()));
    int most = builder.settings.find(Setting.MAX_WORKERS, builder.maxWorkers).orElse(0);
    Letter.Opening opening =
        new Letter.Opening(ProcessHandle.current().pid(), ServiceAddress.thisMachine(), pool, most);
    int replacements = builder.settings.get(Setting.REPLACE_LOST_WORKERS, builder.replacements);
    return new WorkerGroup(
        () -> CommHost.open(ServiceRuntime.NAME, () -> client.connect(opening)),
        runtime -> {
          ServiceRuntime service = (ServiceRuntime) runtime;
          return new WorkerGroup.Connection(
              service.workers(), service.secret(), service.canReplace() ? service::replace : null);
        },
        PoolFactory.timing(builder),
        replacements,
        false);
  }

  @Override
  public String toString() {
    return "service " + address.file();
  }
}
