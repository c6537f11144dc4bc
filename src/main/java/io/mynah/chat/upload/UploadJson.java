package io.mynah.chat.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.store.conversation.Uploads.Upload;
import java.io.UncheckedIOException;

/** Reads and writes what the chat package stores with an upload. */
final class UploadJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private UploadJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UploadFiles parcel(Upload upload) {
    return read(upload.files(), UploadFiles.class);
  }

  /** What was found in an upload that was looked through. */
  static UploadFindings findings(Upload upload) {
    String survey = upload.survey();
    if (survey == null) {
      throw new IllegalStateException("upload " + upload.id() + " was not looked through");
    }
    return read(survey, UploadFindings.class);
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
