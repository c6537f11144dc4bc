package io.mynah.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves metrics and health over HTTP: {@code /metrics} in Prometheus' text format, {@code /live}
 * and {@code /ready} as plain lines, with status 200 or 503. Thread-safe.
 */
public final class OpsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpsServer.class);
  private static final int THREADS = 4;
  private static final int BACKLOG = 16;
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Metrics metrics;
  private final Health health;

  private OpsServer(HttpServer server, ExecutorService threads, Metrics metrics, Health health) {
    this.server = server;
    this.threads = threads;
    this.metrics = metrics;
    this.health = health;
  }

  /**
   * Makes all HTTP servers of the JDK in this process, if it has had none yet, end connections of
   * clients that send a request or read an answer too slowly.
   */
  public static void limitSlowClients() {
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "15");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "16");
    System.setProperty("jdk.httpserver.maxConnections", "64");
  }

  /**
   * Begins to serve.
   *
   * @param address of the server; with port 0 at any free port
   * @throws java.net.BindException if the port is in use or the address is not this machine's
   */
  public static OpsServer start(InetSocketAddress address, Metrics metrics, Health health)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, OpsThreads.named("ops-http"));
    OpsServer made = new OpsServer(server, threads, metrics, health);
    server.setExecutor(threads);
    server.createContext("/", made::handle);
    server.start();
    return made;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      answer(exchange);
    } catch (IOException e) {
      log.debug("A request of the operator was not answered: {}", e.getClass().getSimpleName());
    } catch (RuntimeException | Error e) {
      log.warn("A request of the operator was not answered.", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, 405, PLAIN, "only GET and HEAD\n");
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> send(exchange, 200, Metrics.CONTENT_TYPE, metrics.scrape());
      case "/live" -> live(exchange);
      case "/ready" -> ready(exchange);
      default -> send(exchange, 404, PLAIN, "only /metrics, /live and /ready\n");
    }
  }

  private void live(HttpExchange exchange) throws IOException {
    Optional<String> deadlock = health.deadlock();
    send(exchange, deadlock.isEmpty() ? 200 : 503, PLAIN, deadlock.orElse("live") + "\n");
  }

  private void ready(HttpExchange exchange) throws IOException {
    List<CheckStatus> statuses = health.statuses();
    boolean ready = statuses.stream().allMatch(CheckStatus::holds);
    String lines = statuses.stream().map(CheckStatus::line).collect(Collectors.joining("\n"));
    send(exchange, ready ? 200 : 503, PLAIN, lines + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
