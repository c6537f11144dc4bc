package io.mynah.export;

import io.mynah.domain.Message;
import java.util.List;

/** What came out of reading one chat. */
record ChatRead(ReadReport report, List<Message> messages) {
  List<String> texts() {
    return messages.stream().map(Message::text).toList();
  }

  List<String> senders() {
    return messages.stream().map(message -> message.sender().value()).toList();
  }

  List<String> names() {
    return report.chat().people().stream().map(ExportedPerson::name).toList();
  }

  List<String> keys() {
    return report.chat().people().stream().map(person -> person.key().value()).toList();
  }
}
