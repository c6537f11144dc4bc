package io.mynah.chat.mydata;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.Services;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code /mydata}: sends an owner everything that is kept of them, in private. It is packed in a
 * folder of its own, in which nothing is left. Thread-safe.
 */
public final class MyDataCommand implements Command, Feature {
  /** Bytes of a file that is sent: held in memory, and sent over lines that may be slow. */
  private static final long LARGEST = 12_000_000;

  private final Channel channel;
  private final Inventory inventory;
  private final Path folder;

  /**
   * @param folder with nothing else in it
   */
  public MyDataCommand(Services services, Path folder) {
    this.channel = services.channel();
    this.inventory = new Inventory(services);
    this.folder = folder;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("mydata", this);
  }

  /** Deletes what a process that was killed left here. */
  @Override
  public void resume() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void run(Call call) throws IOException {
    Phrases phrases = call.phrases();
    Address to = call.envelope().address();
    if (!call.envelope().isPrivate()) {
      channel.send(to, Reply.of(phrases.of("access.private")));
      return;
    }
    Channel.Typing typing = channel.typing(to);
    try {
      send(call.owner(), to, phrases);
    } finally {
      typing.close();
    }
  }

  private void send(OwnerId owner, Address to, Phrases phrases) throws IOException {
    Files.createDirectories(folder);
    try (ZipParts parts = new ZipParts(Files.createTempDirectory(folder, "zip"), LARGEST)) {
      byte[] readme = phrases.of("mydata.readme").getBytes(StandardCharsets.UTF_8);
      parts.add("README.txt", readme.length, out -> out.write(readme));
      inventory.pack(owner, parts);
      int count = parts.finish();
      for (int i = 0; i < count; i++) {
        String caption = phrases.of("mydata.sent", "number", i + 1, "count", count);
        String name = count == 1 ? "mynah-data.zip" : "mynah-data-" + (i + 1) + ".zip";
        channel.sendDocument(to, name, parts.part(i), Reply.of(caption));
      }
    }
  }
}
