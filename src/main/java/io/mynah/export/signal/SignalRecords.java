package io.mynah.export.signal;

import io.mynah.export.chats.ExportDates;
import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Objects of one program that writes Signal's messages. */
interface SignalRecords {
  /** Who wrote the export, where their name is not in it. */
  String OWNER = "Me";

  /** The paths that are wanted of each object. */
  List<String> paths();

  /** Takes an object, if it is of this program; says whether it is. */
  boolean accept(Map<String, String> values) throws IOException;

  /**
   * Fills in when a message was sent, which is also its id and what a reply names.
   *
   * @param time in milliseconds since 1970
   * @param answered the time of the message that it answers; may be empty
   */
  static void setTimes(MessageDraft draft, String time, String answered) {
    draft.clear();
    draft.type = MessageDraft.Type.MESSAGE;
    draft.seconds = ExportDates.ofAny(time);
    draft.id = MessageDraft.id(time);
    draft.replyTo = MessageDraft.id(answered);
  }

  /** The first of some values that is there and not blank; else an empty string. */
  static String first(Map<String, String> values, String... paths) {
    for (String path : paths) {
      String value = values.getOrDefault(path, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    return "";
  }
}
