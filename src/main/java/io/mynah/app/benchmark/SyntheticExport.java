package io.mynah.app.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * Generates exports of any size in Telegram Desktop's format, for benchmarks: a group with replies,
 * photos, links, reactions, stickers and service messages in about their usual shares. The same
 * seed gives the same bytes. Not thread-safe.
 */
public final class SyntheticExport {
  private static final String[] NAMES = {
    "Bella", "Tim", "Zoë Müller", "Анна", "ryo", "Dr. Long-Name of Somewhere", "小林", "Max 🦜"
  };
  private static final String[] WORDS =
      ("the a to of you i it that and in is so what was not me my do this for have on with be we "
              + "are just like no but they can think really okay yes know there going about one "
              + "would tomorrow maybe because dinner later train home love haha lol — привет как "
              + "дела überhaupt nicht schön 😂 😂😂 ❤️ 大丈夫 \\\"quoted\\\" line\\nbreak")
          .split(" ");

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private long time = 1_546_300_800L;
  private int id = 1;

  private SyntheticExport(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Writes an export of about {@code bytes} bytes.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, long bytes, long seed) throws IOException {
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      write(to, bytes, seed);
    }
  }

  /**
   * Like {@link #write(Path, long, long)}, to a stream that is left open.
   *
   * @throws IOException if writing to the stream fails
   */
  public static void write(OutputStream to, long bytes, long seed) throws IOException {
    SyntheticExport export = new SyntheticExport(seed);
    String head =
        """
        {
         "name": "The flat",
         "type": "private_supergroup",
         "id": 1733561756,
         "messages": [
        """;
    to.write(head.getBytes(UTF_8));
    long written = head.length();
    while (written < bytes) {
      byte[] message = export.message(written == head.length());
      to.write(message);
      written += message.length;
    }
    to.write("\n ]\n}".getBytes(UTF_8));
  }

  private byte[] message(boolean first) {
    out.setLength(0);
    out.append(first ? "" : ",\n");
    out.append("  {\n   \"id\": ").append(id++);
    time += random.nextInt(100) < 80 ? random.nextInt(90) : random.nextInt(20_000);
    int kind = random.nextInt(100);
    field("type", kind < 2 ? "service" : "message");
    field("date", LocalDateTime.ofEpochSecond(time, 0, ZoneOffset.UTC).withNano(0).toString());
    field("date_unixtime", Long.toString(time));
    int person = Math.min(random.nextInt(NAMES.length), random.nextInt(NAMES.length));
    field(kind < 2 ? "actor" : "from", NAMES[person]);
    field(kind < 2 ? "actor_id" : "from_id", "user" + (594095638L + 7919L * person));
    switch (kind) {
      case 0, 1 -> field("action", "pin_message");
      case 2, 3, 4 -> sticker();
      case 5, 6, 7 -> field("forwarded_from", "Some channel");
      case 8, 9, 10, 11 -> photo();
      default -> {}
    }
    if (random.nextInt(100) < 15) {
      out.append(",\n   \"reply_to_message_id\": ").append(Math.max(1, id - random.nextInt(30)));
    }
    text(kind < 5);
    if (random.nextInt(100) < 8) {
      out.append(",\n   \"reactions\": [\n    {\n     \"type\": \"emoji\",\n     \"count\": 1,\n")
          .append("     \"emoji\": \"❤\",\n     \"recent\": [\n      {\n")
          .append("       \"from\": \"Tim\",\n       \"from_id\": \"user594103557\",\n")
          .append("       \"date\": \"2020-01-01T10:00:00\"\n      }\n     ]\n    }\n   ]");
    }
    out.append("\n  }");
    return out.toString().getBytes(UTF_8);
  }

  private void field(String name, String value) {
    out.append(",\n   \"").append(name).append("\": \"").append(value).append('"');
  }

  private void photo() {
    field("photo", "photos/photo_" + id + "@01-01-2020_10-00-00.jpg");
    out.append(",\n   \"photo_file_size\": 104857,\n   \"width\": 960,\n   \"height\": 1280");
  }

  private void sticker() {
    field("file", "stickers/sticker (" + random.nextInt(50) + ").webp");
    field("media_type", "sticker");
    field("sticker_emoji", "😂");
    out.append(",\n   \"width\": 512,\n   \"height\": 512");
  }

  private void text(boolean empty) {
    if (empty) {
      out.append(",\n   \"text\": \"\",\n   \"text_entities\": []");
      return;
    }
    String words = words();
    if (random.nextInt(100) < 4) {
      String link =
          "{\n     \"type\": \"link\",\n     \"text\": \"https://example.org/" + id + "\"\n    }";
      out.append(",\n   \"text\": [\n    \"").append(words).append(" \",\n    ").append(link);
      out.append(
          "\n   ],\n   \"text_entities\": [\n    {\n     \"type\": \"plain\",\n     \"text\": \"");
      out.append(words).append(" \"\n    },\n    ").append(link).append("\n   ]");
      return;
    }
    field("text", words);
    out.append(",\n   \"text_entities\": [\n    {\n     \"type\": \"plain\",\n     \"text\": \"");
    out.append(words).append("\"\n    }\n   ]");
  }

  private String words() {
    int count = 1 + (int) (-8 * Math.log(1 - random.nextDouble()));
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return words.toString();
  }
}
