package io.mynah.app.command;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.ops.CheckStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah health}: asks a running process whether it is ready, or only whether it works. */
@Command(
    name = "health",
    description =
        "Asks the bot or worker on this machine whether it is ready; needs MYNAH_OPS_PORT.")
public final class HealthSubcommand implements Callable<Integer> {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int LONGEST_ANSWER = 1 << 16;

  private final CommandEnvironment environment;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Where it serves its health (default: the settings ops.address and ops.port).")
  private @Nullable String address;

  @Option(
      names = "--live",
      description =
          "Ask only whether the process works: not whether it is its turn and Telegram answers.")
  private boolean live;

  HealthSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String place = address == null ? configured() : address;
    URI asked = uri(place, live ? "/live" : "/ready");
    try {
      HttpURLConnection connection =
          (HttpURLConnection) asked.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> {
          environment.terminal().out().println(live ? "Live." : "Ready.");
          yield ExitCode.OK;
        }
        case HttpURLConnection.HTTP_UNAVAILABLE -> {
          printProblems(connection.getErrorStream());
          yield ExitCode.FAILED;
        }
        default -> throw noAnswer("What answers at %s is no Mynah.".formatted(place));
      };
    } catch (IOException e) {
      throw noAnswer(
          "Nothing answers at %s. Is the bot running, with MYNAH_OPS_PORT set?".formatted(place));
    }
  }

  private void printProblems(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return;
    }
    try (body) {
      new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.endsWith(CheckStatus.HOLDS))
          .forEach(environment.terminal().out()::println);
    }
  }

  private String configured() {
    InetSocketAddress server =
        environment
            .config()
            .ops()
            .server()
            .orElseThrow(
                () ->
                    noAnswer(
                        "No process serves its health: ops.port is not set. Set MYNAH_OPS_PORT, also"
                            + " where the bot runs."));
    boolean anywhere = server.getAddress() != null && server.getAddress().isAnyLocalAddress();
    String host = anywhere ? "localhost" : server.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
  }

  private static URI uri(String place, String path) {
    try {
      URI uri = URI.create("http://" + place + path);
      if (uri.getHost() != null && uri.getPort() > 0 && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new CommandFailure("--address must be like 127.0.0.1:9464.", ExitCode.USAGE);
  }

  private static CommandFailure noAnswer(String message) {
    return new CommandFailure(message, ExitCode.NO_ANSWER);
  }
}
