package io.github.rankpool.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages that link to each other, served to this machine. All can be reached from the first. */
final class Website implements AutoCloseable {
  private final HttpServer server;
  private final int pages;
  private final AtomicInteger requests = new AtomicInteger();

  private Website(HttpServer server, int pages) {
    this.server = server;
    this.pages = pages;
  }

  /** Starts to serve, at a port that is free. */
  static Website of(int pages) {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Website site = new Website(HttpServer.create(anyPort, 0), pages);
      site.server.createContext("/", site::answer);
      site.server.start();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve pages", e);
    }
  }

  URI firstPage() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/0");
  }

  /** How many pages have been asked for. */
  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
    byte[] page = html(number).getBytes(StandardCharsets.UTF_8);
    // A connection that is kept would wait for a delayed acknowledgement in every answer.
    exchange.getResponseHeaders().set("Connection", "close");
    try (exchange;
        OutputStream body = exchange.getResponseBody()) {
      exchange.sendResponseHeaders(200, page.length);
      body.write(page);
    }
  }

  /** Two links lead on, as in a tree; the other two lead somewhere, also back. */
  private String html(int number) {
    return IntStream.of(2 * number + 1, 2 * number + 2, number * 7 % pages, number * number % pages)
        .filter(other -> other < pages)
        .mapToObj(other -> "<li><a href=\"/" + other + "\">page " + other + "</a></li>")
        .collect(Collectors.joining("\n", "<h1>Page " + number + "</h1>\n<ul>\n", "\n</ul>\n"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
