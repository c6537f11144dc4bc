package io.mynah.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.domain.Message;
import io.mynah.export.reading.ExportReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Exports for tests, and reading them as a caller does. */
final class Exports {
  private static final ExportReader READER = new ExportReader(ExportLimits.DEFAULT);

  private Exports() {}

  /** A chat's document with the messages, each a JSON object. */
  static String chat(String type, String... messages) {
    return """
        {"name": "The flat", "type": "%s", "id": 42, "messages": [%s]}"""
        .formatted(type, String.join(",\n", messages));
  }

  static String group(String... messages) {
    return chat("private_group", messages);
  }

  /** A message of the newest form; {@code more} are further members, or empty. */
  static String message(long id, String from, String fromId, String text, String... more) {
    StringBuilder message = new StringBuilder();
    message.append(
        """
        {"id": %d, "type": "message", "date": "2024-05-06T07:08:09", "date_unixtime": "%d",
         "from": "%s", "from_id": "%s", "text": "%s\""""
            .formatted(id, 1714979289 + id, from, fromId, text));
    for (String member : more) {
      message.append(", ").append(member);
    }
    return message.append('}').toString();
  }

  static String bella(long id, String text, String... more) {
    return message(id, "Bella", "user1", text, more);
  }

  static String tim(long id, String text, String... more) {
    return message(id, "Tim", "user2", text, more);
  }

  static Path file(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path file(Path folder, String name, String text) {
    return file(folder, name, text.getBytes(UTF_8));
  }

  /** A file of the test resources of this package. */
  static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(Exports.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static List<ExportSource> sources(Path... files) {
    return ExportSource.of(List.of(files));
  }

  static Survey survey(Path... files) {
    return value(READER.survey(sources(files), ReadMonitor.NONE));
  }

  static ChatRead read(Path... files) {
    return read(READER, 0, files);
  }

  static ChatRead read(ExportReader reader, int chat, Path... files) {
    List<Message> messages = new ArrayList<>();
    ReadReport report = value(reader.read(sources(files), chat, messages::add, ReadMonitor.NONE));
    return new ChatRead(report, messages);
  }

  /** The chat of a JSON document. */
  static ChatRead read(Path folder, String json) {
    return read(file(folder, "result.json", json));
  }

  static Refusal refusal(Path... files) {
    return refusal(READER, files);
  }

  /** Why files are refused, the same whether their chats are listed or one is read. */
  static Refusal refusal(ExportReader reader, Path... files) {
    Refusal listing = refusalOf(reader.survey(sources(files), ReadMonitor.NONE));
    Refusal reading = refusalOf(reader.read(sources(files), 0, m -> {}, ReadMonitor.NONE));
    if (!listing.equals(reading)) {
      throw new AssertionError("listing: " + listing + ", reading: " + reading);
    }
    return listing;
  }

  static <T> T value(ExportResult<T> result) {
    if (result instanceof ExportResult.Refused<T> refused) {
      throw new AssertionError("refused: " + refused.refusal());
    }
    return ((ExportResult.Read<T>) result).value();
  }

  private static Refusal refusalOf(ExportResult<?> result) {
    if (result instanceof ExportResult.Refused<?> refused) {
      return refused.refusal();
    }
    throw new AssertionError("not refused: " + result);
  }
}
