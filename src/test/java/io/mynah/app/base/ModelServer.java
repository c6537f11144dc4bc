package io.mynah.app.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the files of a folder below {@code /models/tiny}, with tags and ranges, and breaks off
 * where it is told to. Thread-safe.
 */
public final class ModelServer implements AutoCloseable {
  private static final String FOLDER = "/models/tiny/";

  /** What was asked for, as {@code name} or {@code name from N}, in order. */
  public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** How many bytes of a file are sent until the connection breaks off, by its name. */
  public final Map<String, Integer> breaks = new ConcurrentHashMap<>();

  /** What is answered instead of a file, by its name. */
  public final Map<String, Integer> status = new ConcurrentHashMap<>();

  /** Further headers of a file, by its name; of those of redirections, too. */
  public final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();

  /** Where files are sent from instead, by name. */
  public final Map<String, String> redirects = new ConcurrentHashMap<>();

  /** Folders that have the files, too: their path, and what takes its place. */
  public final Map<String, String> pages = new ConcurrentHashMap<>();

  /** Names of files after whose {@link #breaks} nothing comes, and the connection stays. */
  public final Set<String> stalls = ConcurrentHashMap.newKeySet();

  /** Names of files whose rest is sent even if the condition names another version. */
  public final Set<String> careless = ConcurrentHashMap.newKeySet();

  /** Names of files whose length a refused range does not name. */
  public final Set<String> withoutLength = ConcurrentHashMap.newKeySet();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService answering = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Path folder;

  public ModelServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(answering);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/models/tiny";
  }

  private static String tag(byte[] content) {
    return "\"" + Arrays.hashCode(content) + "\"";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      for (Map.Entry<String, String> page : pages.entrySet()) {
        path = path.replace(page.getKey(), page.getValue());
      }
      String name = path.substring(path.lastIndexOf('/') + 1);
      headers
          .getOrDefault(name, Map.of())
          .forEach((key, value) -> exchange.getResponseHeaders().set(key, value));
      Path file = folder.resolve(name);
      Integer refused = status.get(name);
      String elsewhere = redirects.get(name);
      if (refused != null) {
        exchange.sendResponseHeaders(refused, -1);
      } else if (elsewhere != null && path.startsWith(FOLDER)) {
        exchange.getResponseHeaders().set("Location", elsewhere + name);
        exchange.sendResponseHeaders(302, -1);
      } else if (Files.exists(file) && (path.equals(FOLDER + name) || elsewhere != null)) {
        send(exchange, name, Files.readAllBytes(file));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private void send(HttpExchange exchange, String name, byte[] content) throws IOException {
    String tag =
        Optional.ofNullable(exchange.getResponseHeaders().getFirst("ETag")).orElse(tag(content));
    exchange.getResponseHeaders().set("ETag", tag);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null
        && (careless.contains(name)
            || tag.equals(exchange.getRequestHeaders().getFirst("If-Range")))) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
    }
    asked.add(from == 0 ? name : name + " from " + from);
    if (from >= content.length) {
      if (!withoutLength.contains(name)) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      }
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    int length = Math.min(content.length - from, breaks.getOrDefault(name, Integer.MAX_VALUE));
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, length);
    body.flush();
    if (stalls.contains(name)) {
      waitForTheEnd();
    }
  }

  private void waitForTheEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    answering.shutdownNow();
  }
}
