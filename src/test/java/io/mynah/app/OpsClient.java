package io.mynah.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a process for its metrics and health.
 *
 * @param port where it serves them
 */
public record OpsClient(int port) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a process that is started with a port that nobody uses now. */
  public static OpsClient atFreePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return new OpsClient(free.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
        BodyHandlers.ofString());
  }

  /** The value of the first metric whose line begins like this. */
  double value(String beginning) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + beginning));
  }

  /** The lines of the log in a data folder, which are all JSON. */
  static List<JsonNode> log(Path home) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("logs").resolve("mynah.log"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
