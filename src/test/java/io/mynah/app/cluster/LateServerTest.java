package io.mynah.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.app.MynahProcess;
import io.mynah.app.OpsClient;
import io.mynah.store.TestPostgres;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server that is reached only after Mynah has started. */
class LateServerTest {
  @TempDir Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aBotWaitsForItsServer() throws Exception {
    String url = TestPostgres.url(folder);
    int serverPort = URI.create(url.substring("jdbc:".length())).getPort();
    int port = freePort();
    try (FakeBotApi api = FakeBotApi.start()) {
      Map<String, String> environment = new HashMap<>();
      environment.put("MYNAH_HOME", folder.resolve("home").toString());
      environment.put("MYNAH_DATABASE", url.replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/"));
      environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
      environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
      environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
      OpsClient ops = OpsClient.atFreePort();
      environment.put("MYNAH_OPS_PORT", Integer.toString(ops.port()));
      try (MynahProcess bot = MynahProcess.start(environment, "bot")) {
        bot.awaitLine(line -> line.contains("The database server does not answer"));
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(ops.get("/ready").body())
                        .startsWith("data: it is not open yet: the database server does not"));
        assertThat(bot.alive()).isTrue();
        try (TcpProxy proxy = new TcpProxy(port, serverPort)) {
          assertThat(proxy.port()).isEqualTo(port);
          bot.awaitLine(line -> line.contains("is listening"));
          assertThat(bot.terminate()).as("seconds to a clean end").isLessThan(10);
        }
      }
    }
  }
}
