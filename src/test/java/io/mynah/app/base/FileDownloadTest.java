package io.mynah.app.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.app.wiring.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDownloadTest {
  private static final String NAME = "weights";
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
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader("")),
            new PrintWriter(new StringWriter(), true),
            new PrintWriter(new StringWriter(), true),
            false);
    FileDownload download =
        new FileDownload(
            FileDownload.client(Duration.ofMillis(300)), new DownloadProgress(terminal));
    return download.load(URI.create(server.address() + "/" + NAME), file, 1000);
  }

  private void keep(String part, String version) throws IOException {
    Files.writeString(file, part);
    Files.writeString(folder.resolve(NAME + ".validator"), version);
  }

  @Test
  void aServerThatSendsNothingMoreIsLeft() {
    server.breaks.put(NAME, 0);
    server.stalls.add(NAME);
    assertThatThrownBy(this::load).isInstanceOf(DownloadFault.class);
    assertThat(server.asked).as("it is tried again").hasSize(3);
  }

  @Test
  void whatStallsGoesOnWhereItWas() throws IOException {
    server.breaks.put(NAME, 7);
    server.stalls.add(NAME);
    load();
    assertThat(file).hasContent(CONTENT);
    assertThat(server.asked).containsExactly(NAME, NAME + " from 7", NAME + " from 14");
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
