package io.mynah.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;

/**
 * Whatever bytes come, they are read as far as it goes or refused, within the caps. What is tried
 * is guided by the code that it reaches.
 */
@Tag("fuzz")
class ExportFuzzTest {
  private static final ExportLimits LIMITS =
      new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 2_000, 20, 10);
  private static final ExportReader READER = new ExportReader(LIMITS);

  /** JSON, HTML, text, CSV, gzip or zip, as the seeds are. */
  @FuzzTest(maxDuration = "1h")
  void export(byte[] bytes) {
    readAll(bytes);
  }

  @FuzzTest(maxDuration = "1h")
  void json(byte[] bytes) {
    readAll(
        ("{\"type\": \"personal_chat\", \"id\": 1, " + new String(bytes, UTF_8)).getBytes(UTF_8));
  }

  /** After a line that makes it a text of WhatsApp. */
  @FuzzTest(maxDuration = "1h")
  void whatsApp(byte[] bytes) {
    readAll(("31.12.20, 21:41 - Bella: hi\n" + new String(bytes, UTF_8)).getBytes(UTF_8));
  }

  private static void readAll(byte[] bytes) {
    List<ExportSource> sources = List.of(new InMemory(bytes));
    ExportResult<Survey> survey = READER.survey(sources, ReadMonitor.NONE);
    if (survey instanceof ExportResult.Read<Survey> read) {
      assertThat(read.value().chats()).hasSizeLessThanOrEqualTo(LIMITS.chats());
      for (int chat = 0; chat < read.value().chats().size(); chat++) {
        ExportResult<ReadReport> unused =
            READER.read(
                sources,
                chat,
                message -> assertThat(message.text()).hasSizeLessThanOrEqualTo(LIMITS.textLength()),
                ReadMonitor.NONE);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record InMemory(byte[] bytes) implements ExportSource {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      return new SeekableInMemoryByteChannel(bytes);
    }
  }
}
