package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter written = new StringWriter();
  private OptionalInt columns = OptionalInt.of(20);
  private final ProgressLine line = new ProgressLine(new PrintWriter(written, true), () -> columns);

  private String shows(String words) {
    written.getBuffer().setLength(0);
    line.show(words);
    return written.toString().replace("\r\u001b[K", "|");
  }

  @Test
  void aLineThatFitsIsShownInPlaceOfTheOneBefore() {
    assertThat(shows("Bella: 10 %")).isEqualTo("|Bella: 10 %");
    assertThat(shows("Bella: 10 %, 9 s le")).isEqualTo("|Bella: 10 %, 9 s le");
  }

  @Test
  void aWiderOneIsCutByColumns() {
    assertThat(shows("Bella: 10 %, 9 s left")).isEqualTo("|Bella: 10 %, 9 s l…");
    assertThat(shows("Bella: 日本日本日本日本")).isEqualTo("|Bella: 日本日本日…");
    columns = OptionalInt.of(8);
    assertThat(shows("Bella: 10 %")).isEqualTo("|Bella:…");
    columns = OptionalInt.empty();
    assertThat(shows("Bella: 20 %")).as("as wide as before").isEqualTo("|Bella:…");
  }

  @Test
  void whatIsShownCannotTellTheTerminalWhatToDo() {
    assertThat(shows("a\u001b[2J\rb")).isEqualTo("|a[2Jb");
  }
}
