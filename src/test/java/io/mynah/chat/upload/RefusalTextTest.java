package io.mynah.chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.Refusal;
import io.mynah.export.Refusal.Reason;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RefusalTextTest {
  private static String of(Reason reason) {
    return RefusalText.of(
        Locale.ENGLISH, new Refusal(reason, Map.of("limit", 5_242_880L, "kind", "rar")));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CANCELLED")
  void everyRefusalSaysWhatToSendOrDoInstead(Reason reason) {
    assertThat(of(reason))
        .endsWith(".")
        .doesNotContain("{", "}", "refusal.", "null")
        .containsPattern("result\\.json|[Pp]lease (export|pack|send|check)");
  }

  @Test
  void aCancelledReadingIsCalledThat() {
    assertThat(of(Reason.CANCELLED)).startsWith("Cancelled.");
  }

  @Test
  void whatWasSentIsCalledByItsName() {
    assertThat(of(Reason.PHOTO)).startsWith("That's a photo.");
    assertThat(of(Reason.ZIP_WITHOUT_EXPORT))
        .startsWith("That zip holds no export that I know: neither result.json nor messages.html");
    assertThat(of(Reason.OTHER_ARCHIVE)).contains("(rar)");
  }

  @Test
  void capsAreSaidInUnitsThatPeopleRead() {
    assertThat(of(Reason.FILE_TOO_LARGE)).contains("for me; 5 MB is the most");
    assertThat(of(Reason.UNPACKED_TOO_LARGE)).contains("more than 5 MB");
    assertThat(of(Reason.TOO_MANY_PEOPLE)).contains("5,242,880 people");
  }
}
