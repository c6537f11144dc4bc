package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.Exports.tim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Those who watch a reading, and who take what is read. */
class ReadMonitorTest {
  @TempDir Path folder;

  static Stream<byte[]> uploads() {
    byte[] json = group(bella(1, "one"), tim(2, "two")).getBytes(UTF_8);
    String html = new HtmlPage("A").words(1, "Bella", "one").words(2, "Tim", "two").toString();
    return Stream.of(
        json,
        gzip(json),
        new ZipBuilder().add("result.json", json).build(),
        html.getBytes(UTF_8),
        new ZipBuilder().add("messages.html", html).build(),
        "31.12.20, 21:41 - Bella: one\n31.12.20, 21:42 - Tim: two".getBytes(UTF_8),
        "time,from,text\n1,Bella,one\n2,Tim,two".getBytes(UTF_8),
        DiscordTest.CHANNEL.getBytes(UTF_8),
        DiscordTest.dataPackage(),
        SlackTest.workspace(""),
        SignalTest.CLI.getBytes(UTF_8),
        IMessageTest.TEXT.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void aReadingThatItsMonitorStopsIsCancelled(byte[] upload) {
    Path file = file(folder, "upload", upload);
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    List<Object> taken = new ArrayList<>();
    assertThat(reader.read(Exports.sources(file), 0, taken::add, (read, total) -> false))
        .isEqualTo(new ExportResult.Refused<>(Refusal.of(Reason.CANCELLED)));
    assertThat(taken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void whatTheSinkAndTheMonitorThrowIsTheirOwnAndNotTheUploads(byte[] upload) {
    Path file = file(folder, "upload", upload);
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    IllegalStateException fault = new IllegalStateException("disk full");
    assertThatThrownBy(
            () ->
                reader.read(
                    Exports.sources(file),
                    0,
                    m -> {
                      throw fault;
                    },
                    ReadMonitor.NONE))
        .isSameAs(fault);
    assertThatThrownBy(
            () ->
                reader.survey(
                    Exports.sources(file),
                    (read, total) -> {
                      throw fault;
                    }))
        .isSameAs(fault);
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void theMonitorHearsOfTheEnd(byte[] upload) {
    Path file = file(folder, "upload", upload);
    List<Long> heard = new ArrayList<>();
    new ExportReader(ExportLimits.DEFAULT)
        .survey(
            Exports.sources(file),
            (read, total) -> {
              assertThat(total).isEqualTo(upload.length);
              heard.add(read);
              return true;
            });
    assertThat(heard).isSorted().endsWith((long) upload.length);
  }
}
