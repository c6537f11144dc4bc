package io.mynah.chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.FileOffer;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.upload.UploadFindings.FoundPerson;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadFormatTest {
  private static final UploadFindings FINDINGS =
      new UploadFindings(
          true,
          List.of(
              new FoundChat(
                  2,
                  "personal_chat:1",
                  null,
                  "personal_chat",
                  30,
                  2,
                  List.of(new FoundPerson("user1", "Zoë", 30, 1, 2, true)))),
          1,
          0,
          List.of(0),
          3,
          7,
          true,
          true);

  private static final List<UploadState> STATES =
      List.of(
          new UploadState.Offered(),
          new UploadState.Collecting(),
          new UploadState.Received(),
          new UploadState.AskingChat(FINDINGS),
          new UploadState.AskingPeople(FINDINGS),
          new UploadState.Importing(FINDINGS),
          new UploadState.Stored(FINDINGS));

  private static Upload upload(UploadState state) {
    Address here = new Address("telegram:1");
    return new Upload(
        7,
        new OwnerId("telegram:1"),
        here,
        new UploadFiles(false, "de", "", List.of(new FileOffer("handle", "result.json", 12))),
        state,
        new MessageRef(here, "5"),
        Instant.ofEpochMilli(9));
  }

  @Test
  void anUploadInAnyStateIsReadAsItWasWritten() {
    for (UploadState state : STATES) {
      Upload upload = upload(state);
      assertThat(UploadFormat.read(UploadFormat.write(upload))).isEqualTo(upload);
    }
  }

  @Test
  void noStateIsLeftOut() {
    assertThat(STATES)
        .extracting(Object::getClass)
        .containsAll(
            Arrays.stream(UploadState.class.getDeclaredClasses()).filter(Class::isRecord).toList());
  }
}
