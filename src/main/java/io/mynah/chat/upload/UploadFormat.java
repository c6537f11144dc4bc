package io.mynah.chat.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.chat.upload.UploadState.AskingChat;
import io.mynah.chat.upload.UploadState.AskingPeople;
import io.mynah.chat.upload.UploadState.Collecting;
import io.mynah.chat.upload.UploadState.Importing;
import io.mynah.chat.upload.UploadState.Offered;
import io.mynah.chat.upload.UploadState.Received;
import io.mynah.chat.upload.UploadState.Stored;
import io.mynah.store.conversation.Uploads.StoredUpload;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns uploads into what is stored of them and back: the state by its name, the rest as JSON. */
final class UploadFormat {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The stored name of each state. */
  static final Map<Class<? extends UploadState>, String> NAMES =
      Map.of(
          Offered.class, "offered",
          Collecting.class, "collecting",
          Received.class, "received",
          AskingChat.class, "asking chat",
          AskingPeople.class, "asking people",
          Importing.class, "importing",
          Stored.class, "stored");

  private UploadFormat() {}

  static StoredUpload write(Upload upload) {
    UploadFindings findings = findings(upload.state());
    return new StoredUpload(
        upload.id(),
        upload.owner(),
        upload.address(),
        name(upload.state()),
        json(upload.files()),
        findings == null ? null : json(findings),
        upload.notice(),
        upload.expiresAt());
  }

  static Upload read(StoredUpload stored) {
    return new Upload(
        stored.id(),
        stored.owner(),
        stored.address(),
        read(stored.files(), UploadFiles.class),
        state(stored),
        stored.notice(),
        stored.expiresAt());
  }

  /** The stored name of a state. It stays the same if the class gets another name. */
  private static String name(UploadState state) {
    return Objects.requireNonNull(NAMES.get(state.getClass()), "a state without a name");
  }

  private static @Nullable UploadFindings findings(UploadState state) {
    if (state instanceof UploadState.Asking asking) {
      return asking.findings();
    }
    if (state instanceof Importing importing) {
      return importing.findings();
    }
    return state instanceof Stored stored ? stored.findings() : null;
  }

  private static UploadState state(StoredUpload stored) {
    return switch (stored.state()) {
      case "offered" -> new Offered();
      case "collecting" -> new Collecting();
      case "received" -> new Received();
      case "asking chat" -> new AskingChat(findings(stored));
      case "asking people" -> new AskingPeople(findings(stored));
      case "importing" -> new Importing(findings(stored));
      case "stored" -> new Stored(findings(stored));
      default -> throw new IllegalStateException("upload " + stored.id() + " in no known state");
    };
  }

  private static UploadFindings findings(StoredUpload stored) {
    String survey = stored.survey();
    if (survey == null) {
      throw new IllegalStateException("upload " + stored.id() + " was not looked through");
    }
    return read(survey, UploadFindings.class);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      // The exception quotes what it read: names.
      throw new IllegalStateException("unreadable " + type.getSimpleName() + " of an upload");
    }
  }
}
