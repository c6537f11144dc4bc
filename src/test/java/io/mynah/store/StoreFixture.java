package io.mynah.store;

import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.corpora.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What the tests of the store share: two people, their messages, and a look into raw files. */
public final class StoreFixture {
  public static final OwnerId OWNER = new OwnerId("telegram:1");
  public static final OwnerId OTHER = new OwnerId("telegram:2");
  public static final PersonKey BELLA = new PersonKey("user1");
  public static final PersonKey TIM = new PersonKey("user2");
  public static final Instant START = Instant.parse("2019-02-01T10:00:00Z");
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private StoreFixture() {}

  public static Message message(long id, PersonKey sender, String text) {
    return new Message(id, sender, START.plusSeconds(60 * id), null, text);
  }

  public static Corpora.PersonNames named(PersonKey key, String name, String... aliases) {
    return new Corpora.PersonNames(key, name, List.of(aliases));
  }

  /** Imports messages into the chat {@code chat1} of {@link #OWNER}. */
  public static Corpora.Imported importChat(
      Corpora corpora, List<Message> messages, Corpora.PersonNames... people) {
    return importChat(corpora, OWNER, messages, people);
  }

  public static Corpora.Imported importChat(
      Corpora corpora, OwnerId owner, List<Message> messages, Corpora.PersonNames... people) {
    try (Corpora.Import chat = corpora.begin(owner, "personal_chat:1", "Bella", NOW)) {
      messages.forEach(chat::add);
      return chat.finish(List.of(people));
    }
  }

  public static Person person(Corpora.Imported imported, PersonKey key) {
    return imported.people().stream().filter(p -> p.key().equals(key)).findFirst().orElseThrow();
  }

  /** A chat of Bella and Tim with one message each. */
  public static Corpora.Imported twoPeople(Corpora corpora, OwnerId owner) {
    return importChat(
        corpora,
        owner,
        List.of(message(1, BELLA, "hi"), message(2, TIM, "hello")),
        named(BELLA, "Bella"),
        named(TIM, "Tim"));
  }

  /** Reactions of Bella, in the chat of {@link #twoPeople}. */
  public static void bellaReacts(Corpora corpora, OwnerId owner, Reactions reactions) {
    try (Corpora.Import chat = corpora.begin(owner, "personal_chat:1", "Bella", NOW)) {
      chat.addReactions(BELLA, reactions);
      var unused = chat.finish(List.of());
    }
  }

  /** Whether a text's bytes lie in any file of a folder. */
  public static boolean anyFileHolds(Path folder, String text) throws Exception {
    String needle = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (content(file).contains(needle)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The bytes of a file; none if it was put away meanwhile. */
  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
