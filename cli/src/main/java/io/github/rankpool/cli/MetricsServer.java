package io.github.rankpool.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers {@code GET /metrics}, and nothing else, on this machine's loopback interface. Its threads
 * do not keep the JVM.
 */
final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  /** Prometheus asks once in a while; one who looks by hand need not wait for it. */
  private static final int THREADS = 2;

  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Sees that a port can be served.
   *
   * @param port 0 for any that is free
   * @throws RefusedException if another program has it, or it may not be used
   */
  static void check(int port) throws RefusedException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(loopback(port));
    } catch (IOException e) {
      throw refused(port, e);
    }
  }

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free
   * @param exposition whose text it is
   * @throws RefusedException as of {@link #check}
   */
  static MetricsServer start(int port, Exposition exposition) throws RefusedException {
    HttpServer server;
    try {
      server = HttpServer.create(loopback(port), 0);
    } catch (IOException e) {
      throw refused(port, e);
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, MetricsServer::daemon);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, exposition));
    // Its own thread is a daemon if the one that starts it is.
    CompletableFuture.runAsync(server::start, threads).join();
    return new MetricsServer(server, threads);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static RefusedException refused(int port, IOException cause) {
    return new RefusedException(
        "RP-623: --metrics-port "
            + port
            + " cannot be served: "
            + cause.getMessage()
            + ". Give another one; 0 takes any that is free.");
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "rankpool-metrics");
    thread.setDaemon(true);
    return thread;
  }

  private static void answer(HttpExchange exchange, Exposition exposition) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
      } else {
        byte[] body = exposition.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT_FORMAT);
        exchange.sendResponseHeaders(OK, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Where the meters are. */
  URI address() {
    InetSocketAddress bound = server.getAddress();
    try {
      return new URI(
          "http", null, bound.getAddress().getHostAddress(), bound.getPort(), PATH, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address has a URI", e);
    }
  }

  /** Ends at once; who is being answered sees the connection end. Idempotent. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
