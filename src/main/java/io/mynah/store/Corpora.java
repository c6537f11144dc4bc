package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Imported chats, their people and messages. Thread-safe. */
public final class Corpora {
  public Corpora(Database database) {}

  /**
   * Begins to import a chat; a chat that this owner imported before (by source key) is added to.
   * Nothing is seen by others until {@link Import#finish}; closing before that undoes it.
   */
  public Import begin(OwnerId owner, String sourceKey, String title, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** An import under way; used by one thread. */
  public interface Import extends AutoCloseable {
    /** Adds a message, unless the chat has it. */
    void add(Message message);

    /**
     * Ends the import: records the people (new names become the display name, old ones aliases) and
     * counts again.
     *
     * @param people keys, newest names and aliases; the counts are made from the stored messages
     */
    Imported finish(List<PersonNames> people);

    @Override
    void close();
  }

  /** A person's names as an export gives them. */
  public record PersonNames(PersonKey key, String name, List<String> aliases) {}

  /**
   * What an import did.
   *
   * @param added messages that were new
   */
  public record Imported(Chat chat, List<Person> people, int added) {}

  /** The chats of an owner, the newest import first. */
  public List<Chat> chats(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  /** A chat, if it is this owner's. */
  public Optional<Chat> chat(OwnerId owner, ChatId id) {
    throw new UnsupportedOperationException();
  }

  /** The people of an owner's chats, those with most messages first. */
  public List<Person> people(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  /** A person, if they are in a chat of this owner. */
  public Optional<Person> person(OwnerId owner, PersonId id) {
    throw new UnsupportedOperationException();
  }

  /** The messages of a chat in order of time, then id. */
  public List<Message> messages(ChatId chat) {
    throw new UnsupportedOperationException();
  }

  /** Erases a person: their messages, names, model record, jobs. What others wrote stays. */
  public void forget(OwnerId owner, PersonId person) {}

  /** Erases a chat with everyone in it. */
  public void forget(OwnerId owner, ChatId chat) {}

  /**
   * Erases everything of an owner: chats, people, jobs, settings, uploads, dialogue; not the
   * admission.
   */
  public void forgetEverything(OwnerId owner) {}
}
