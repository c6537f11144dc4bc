package io.mynah.app.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mynah.app.wiring.Terminal;
import io.mynah.app.wiring.TestTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDownloadTest {
  private static final String NAME = "weights";
  private static final String PASSWORD = "secret";
  private static final String CONTENT = "what is served now";

  @TempDir private Path served;
  @TempDir private Path folder;

  private ModelServer server;
  private Path file;

  @BeforeEach
  void serveAFile() throws IOException {
    Files.writeString(served.resolve(NAME), CONTENT);
    server = new ModelServer(served);
    file = folder.resolve(NAME);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Optional<String> load() throws IOException {
    return load(Duration.ofSeconds(30));
  }

  private Optional<String> load(Duration patience) throws IOException {
    return load(FileDownload.client(patience), server.address());
  }

  private Optional<String> load(OkHttpClient client, String address) throws IOException {
    Terminal terminal = TestTerminal.silent();
    return new FileDownload(client, new DownloadProgress(terminal))
        .load(URI.create(address + "/" + NAME), file, 1000);
  }

  private void keep(String part, String version) throws IOException {
    Files.writeString(file, part);
    Files.writeString(folder.resolve(NAME + ".validator"), version);
  }

  @Test
  void aServerThatSendsNothingMoreIsLeft() {
    server.breaks.put(NAME, 0);
    server.stalls.add(NAME);
    assertThatThrownBy(() -> load(Duration.ofSeconds(1)))
        .hasMessageContaining("broke off after 0.0 MB");
    assertThat(server.asked).as("it is tried again").hasSize(3);
  }

  @Test
  void whatStallsGoesOnWhereItWas() throws IOException {
    server.breaks.put(NAME, 7);
    server.stalls.add(NAME);
    load(Duration.ofSeconds(1));
    assertThat(file).hasContent(CONTENT);
    assertThat(server.asked).containsExactly(NAME, NAME + " from 7", NAME + " from 14");
  }

  @Test
  void whereEachAttemptBeginsAnewTheThirdInVainIsTheLast() {
    server.headers.put(NAME, Map.of("ETag", "W/\"weak\""));
    server.breaks.put(NAME, 7);
    assertThatThrownBy(this::load).hasMessageContaining("does not let a download go on");
    assertThat(server.asked).containsExactly(NAME, NAME, NAME, NAME);
  }

  @Test
  void anAnswerThatNamesNoLengthMeansThatNothingIsMissing() throws IOException {
    server.headers.put(NAME, Map.of("ETag", "\"one\""));
    server.withoutLength.add(NAME);
    keep(CONTENT, "\"one\"");
    load();
    assertThat(server.asked).containsExactly(NAME + " from " + CONTENT.length());
  }

  @Test
  void fromAnEncryptedAddressNothingIsFollowedToAnUnencryptedOne() throws Exception {
    KeyStore keys = certificate();
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    HttpsServer encrypted =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    encrypted.setHttpsConfigurator(new HttpsConfigurator(context));
    encrypted.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", server.address() + "/" + NAME);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    encrypted.start();
    OkHttpClient client =
        FileDownload.client(Duration.ofSeconds(30))
            .newBuilder()
            .sslSocketFactory(
                context.getSocketFactory(), (X509TrustManager) trusted.getTrustManagers()[0])
            .build();
    try {
      String address = "https://127.0.0.1:" + encrypted.getAddress().getPort();
      assertThatThrownBy(() -> load(client, address)).hasMessageContaining("redirects weights");
      assertThatThrownBy(() -> load(FileDownload.client(Duration.ofSeconds(30)), address))
          .as("its certificate is nobody's")
          .hasMessageContaining("does not trust its certificate");
    } finally {
      encrypted.stop(0);
    }
    assertThat(server.asked).isEmpty();
  }

  /** Made for this machine alone, by the tool that comes with Java. */
  private KeyStore certificate() throws Exception {
    Path store = folder.resolve("keys");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  @Test
  void theRestOfAnotherVersionIsNotBelievedThoughTheServerSendsIt() throws IOException {
    keep("what was ", "\"before\"");
    server.careless.add(NAME);
    load();
    assertThat(file).hasContent(CONTENT);
    assertThat(server.asked).containsExactly(NAME + " from 9", NAME);
  }

  @Test
  void aLongerFileOfAnotherVersionIsLoadedAnew() throws IOException {
    server.headers.put(NAME, Map.of("ETag", "\"one\""));
    keep(CONTENT + CONTENT, "\"one\"");
    load();
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void onlyTheHubsOwnHeaderSaysTheSha256() throws IOException {
    server.headers.put(NAME, Map.of("ETag", "\"" + "a".repeat(64) + "\""));
    assertThat(load()).isEmpty();
    server.headers.put(NAME, Map.of("X-Linked-ETag", "\"" + "A".repeat(64) + "\""));
    assertThat(load()).contains("a".repeat(64));
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws IOException {
    Files.writeString(served.resolve(NAME), "x".repeat(1001));
    assertThatThrownBy(this::load).hasMessageContaining("too much for such a file");
  }
}
