package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mynah.app.wiring.ExitCode;
import io.mynah.ops.Check;
import io.mynah.ops.Health;
import io.mynah.ops.Metrics;
import io.mynah.ops.OpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mynah health}, which asks a running process. */
class HealthTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final Health health =
      new Health(Clock.systemUTC(), new Health.Pace(Duration.ofMillis(10), Duration.ofSeconds(10)));
  private final Metrics metrics = new Metrics("1");
  private volatile Optional<String> problem = Optional.empty();
  private OpsServer server;

  @BeforeEach
  void start() throws Exception {
    environment.put("MYNAH_HOME", folder.resolve("home").toString());
    health.add(new Check("disk", Optional::empty));
    health.add(new Check("poll", () -> problem));
    server =
        OpsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, health);
    environment.put("MYNAH_OPS_PORT", Integer.toString(server.port()));
  }

  @AfterEach
  void close() {
    server.close();
    health.close();
    metrics.close();
  }

  private CommandRun ask(String... more) {
    String[] line = new String[more.length + 1];
    line[0] = "health";
    System.arraycopy(more, 0, line, 1, more.length);
    return CommandRun.of(environment, "", line);
  }

  private void awaitCode(int code, String... more) {
    await().untilAsserted(() -> assertThat(ask(more).code()).isEqualTo(code));
  }

  @Test
  void itSaysThatAllHoldsAndTouchesNoData() {
    awaitCode(ExitCode.OK);
    assertThat(ask()).isEqualTo(new CommandRun(0, "Ready.%n".formatted(), ""));
    assertThat(Files.exists(folder.resolve("home"))).isFalse();
  }

  @Test
  void itNamesWhatDoesNotHoldAndOnlyThat() {
    awaitCode(ExitCode.OK);
    problem = Optional.of("Telegram is silent");
    awaitCode(ExitCode.FAILED);
    assertThat(ask().out()).startsWith("poll: Telegram is silent (since 20").hasLineCount(1);
  }

  @Test
  void whoAsksOnlyWhetherItWorksIsToldSoAlsoWhileItIsNotReady() {
    problem = Optional.of("it waits for another bot");
    awaitCode(ExitCode.FAILED);
    assertThat(ask("--live")).isEqualTo(new CommandRun(0, "Live.%n".formatted(), ""));
    server.close();
    assertThat(ask("--live").code()).isEqualTo(ExitCode.NO_ANSWER);
  }

  @Test
  void theAddressMayBeGiven() {
    environment.put("MYNAH_OPS_PORT", "0");
    awaitCode(ExitCode.OK, "--address", "localhost:" + server.port());
    awaitCode(ExitCode.OK, "--address", "127.0.0.1:" + server.port());
    for (String wrong : new String[] {"here", "127.0.0.1", "host:port", "a@127.0.0.1:80", ":80"}) {
      CommandRun run = ask("--address", wrong);
      assertThat(run.code()).as(wrong).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("--address must be like 127.0.0.1:9464");
    }
  }

  @Test
  void anAddressForEverybodyIsAskedOnThisMachine() {
    environment.put("MYNAH_OPS_ADDRESS", "0.0.0.0");
    awaitCode(ExitCode.OK);
  }

  @Test
  void itSaysThatNothingAnswersOrThatNothingIsSet() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      environment.put("MYNAH_OPS_PORT", Integer.toString(free.getLocalPort()));
    }
    CommandRun silent = ask();
    assertThat(silent.code()).isEqualTo(ExitCode.NO_ANSWER);
    assertThat(silent.err()).contains("Nothing answers at 127.0.0.1:").doesNotContain("Exception");

    environment.remove("MYNAH_OPS_PORT");
    CommandRun off = ask();
    assertThat(off.code()).isEqualTo(ExitCode.NO_ANSWER);
    assertThat(off.err()).contains("ops.port is not set");
  }

  @Test
  void anotherServerIsNoMynah() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      CommandRun run = ask("--address", "127.0.0.1:" + other.getAddress().getPort());
      assertThat(run.code()).isEqualTo(ExitCode.NO_ANSWER);
      assertThat(run.err()).contains("is no Mynah");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aPortInUseIsSaidInASentence() {
    environment.put("MYNAH_TELEGRAM_TOKEN", "1:abc");
    CommandRun run = CommandRun.of(environment, "", "bot");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("Metrics and health cannot be served at 127.0.0.1, port " + server.port())
        .contains("Set MYNAH_OPS_PORT to another port, or to 0 to do without")
        .hasLineCount(1);
  }
}
