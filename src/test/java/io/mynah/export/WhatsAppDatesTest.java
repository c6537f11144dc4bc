package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dates of WhatsApp's texts, which each phone writes in its own way. */
class WhatsAppDatesTest {
  @TempDir Path folder;

  private ChatRead read(String text) {
    return Exports.read(file(folder, "upload", text));
  }

  private static List<String> times(ChatRead read) {
    return read.messages().stream().map(Message::sentAt).map(Instant::toString).toList();
  }

  /** One message at 21:41 on the last day of 2020, as phones write it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12/31/20, 9:41 PM - Bella: hi",
        "12/31/20, 9:41\u202fPM - Bella: hi",
        "31/12/2020, 9:41 pm - Bella: hi",
        "31/12/20, 9:41 p. m. - Bella: hi",
        "31/12/20, 9:41 p.\u00a0m. - Bella: hi",
        "31/12/20 21:41 - Bella: hi",
        "31.12.20, 21:41 - Bella: hi",
        "31.12.2020 klo 21.41 - Bella: hi",
        "31. 12. 2020 21:41 - Bella: hi",
        "31/12/2020 à 21:41 - Bella: hi",
        "31/12/2020 a las 21:41 - Bella: hi",
        "31-12-2020 21:41 - Bella: hi",
        "2020-12-31, 21:41 - Bella: hi",
        "2020/12/31 21:41 - Bella: hi",
        "2020/12/31 下午9:41 - Bella: hi",
        "2020/12/31 晚上9:41 - Bella: hi",
        "2020. 12. 31. 오후 9:41 - Bella: hi",
        "2020년 12월 31일 오후 9:41, Bella : hi",
        "2020年12月31日 21:41 - Bella: hi",
        "2020. 12. 31. du. 9:41 - Bella: hi",
        "31/12/20, 9:41 μ.μ. - Bella: hi",
        "31/12/2020, 9:41 CH - Bella: hi",
        "31/12/2020, 9:41 PTG - Bella: hi",
        "31/12/2563 21:41 - Bella: hi",
        "٣١\u200f/١٢\u200f/٢٠٢٠\u060c ٩:٤١ م - Bella: hi",
        "[31.12.20, 21:41:00] Bella: hi",
        "[31/12/2020, 21:41:00] Bella: hi",
        "[12/31/20, 9:41:00 PM] Bella: hi",
        "\u200e[31/12/20, 9:41:00\u202fp.\u202fm.] Bella: hi",
        "[2020-12-31, 9:41:00 p.m.] Bella: hi",
        "[2020/12/31 下午9:41:00] Bella: hi",
        "[2020. 12. 31. 오후 9:41:00] Bella: hi",
        "31/12/20 21:41:00: Bella: hi",
        "\ufeff31.12.20, 21:41 - Bella: hi",
        "31.12.20, 21:41 - Bella: hi\r\n",
      })
  void theDatesOfManyLanguagesAreRead(String line) {
    ChatRead read = read(line);
    assertThat(read.texts()).containsExactly("hi");
    assertThat(read.names()).containsExactly("Bella");
    assertThat(times(read)).containsExactly("2020-12-31T21:41:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "12:05 AM, 00:05",
    "12:05 PM, 12:05",
    "1:05 AM, 01:05",
    "11:05 PM, 23:05",
    "中午12:05, 12:05"
  })
  void midnightAndNoonAreTwelve(String written, String time) {
    ChatRead read = read("31/12/20, %s - Bella: hi".formatted(written));
    assertThat(times(read)).containsExactly("2020-12-31T%s:00Z".formatted(time));
  }

  private List<String> days(String... dates) {
    StringBuilder text = new StringBuilder();
    for (String date : dates) {
      text.append(date).append(", 10:00 - Bella: hi\n");
    }
    return times(read(text.toString())).stream().map(time -> time.substring(0, 10)).toList();
  }

  @Test
  void aFieldOverTwelveTellsTheDayInTheWholeFile() {
    assertThat(days("1/2/24", "1/13/24")).containsExactly("2024-01-02", "2024-01-13");
    assertThat(days("1/2/24", "13/2/24")).containsExactly("2024-02-01", "2024-02-13");
    assertThat(days("24/01/02", "24/01/13")).containsExactly("2024-01-02", "2024-01-13");
  }

  @Test
  void whereBothFitTimeDoesNotRunBackwards() {
    assertThat(days("11/1/23", "12/1/23", "1/2/24", "2/1/24"))
        .containsExactly("2023-11-01", "2023-12-01", "2024-01-02", "2024-02-01");
    assertThat(days("1/11/23", "1/12/23", "2/1/24"))
        .containsExactly("2023-11-01", "2023-12-01", "2024-01-02");
  }

  @Test
  void whereNothingTellsTheDayIsFirstAndTheReportSaysSo() {
    ChatRead read = read("1/2/24, 10:00 - Bella: hi\n1/3/24, 10:00 - Tim: hi");
    assertThat(times(read)).containsExactly("2024-02-01T10:00:00Z", "2024-03-01T10:00:00Z");
    assertThat(read.report().datesAssumed()).isTrue();
    assertThat(read("3/3/24, 10:00 - Bella: hi").report().datesAssumed()).isFalse();
    assertThat(read("13/3/24, 10:00 - Bella: hi").report().datesAssumed()).isFalse();
  }
}
