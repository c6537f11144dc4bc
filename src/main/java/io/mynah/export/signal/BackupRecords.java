package io.mynah.export.signal;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of Signal's own export, {@code main.jsonl}: the account, then people and groups, chats, and
 * messages, which name them by number.
 */
final class BackupRecords implements SignalRecords {
  private static final String CONTACT = "recipient.contact.";
  private static final String ITEM = "chatItem.";
  private static final String MESSAGE = ITEM + "standardMessage.";

  /** A person or a group. */
  private record Recipient(String key, String name) {}

  private static final Recipient UNKNOWN = new Recipient("", "");

  private final SignalChats chats;
  private final MessageDraft draft = new MessageDraft();
  private final Map<String, Recipient> recipients = new HashMap<>();

  /** The recipient that each chat is with. */
  private final Map<String, String> partners = new HashMap<>();

  private String owner = OWNER;

  BackupRecords(SignalChats chats) {
    this.chats = chats;
  }

  @Override
  public List<String> paths() {
    return List.of(
        "account.givenName",
        "account.familyName",
        "recipient.id",
        "recipient.self",
        "recipient.group.snapshot.title.title",
        CONTACT + "aci",
        CONTACT + "e164",
        CONTACT + "nickname.given",
        CONTACT + "nickname.family",
        CONTACT + "systemGivenName",
        CONTACT + "systemFamilyName",
        CONTACT + "profileGivenName",
        CONTACT + "profileFamilyName",
        "chat.id",
        "chat.recipientId",
        ITEM + "chatId",
        ITEM + "authorId",
        ITEM + "dateSent",
        MESSAGE + "text.body",
        MESSAGE + "quote.targetSentTimestamp");
  }

  @Override
  public boolean accept(Map<String, String> values) throws IOException {
    if (values.containsKey(ITEM + "chatId")) {
      item(values);
    } else if (values.containsKey("recipient.id")) {
      recipients.put(values.getOrDefault("recipient.id", ""), recipient(values));
      limit(recipients.size());
    } else if (values.containsKey("chat.id")) {
      partners.put(values.getOrDefault("chat.id", ""), values.getOrDefault("chat.recipientId", ""));
      limit(partners.size());
    } else if (values.containsKey("account.givenName")) {
      owner = joined(values, "account.givenName", "account.familyName");
    } else {
      return false;
    }
    return true;
  }

  private void limit(int size) throws RefusedException {
    if (size > chats.mostPeople()) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, chats.mostPeople());
    }
  }

  private Recipient recipient(Map<String, String> values) {
    if (values.containsKey("recipient.self")) {
      return new Recipient("self", owner);
    }
    String title = values.getOrDefault("recipient.group.snapshot.title.title", "");
    if (!title.isEmpty()) {
      return new Recipient("group:" + title, title);
    }
    String number = SignalRecords.first(values, CONTACT + "e164");
    String name = joined(values, CONTACT + "nickname.given", CONTACT + "nickname.family");
    if (name.isEmpty()) {
      name = joined(values, CONTACT + "systemGivenName", CONTACT + "systemFamilyName");
    }
    if (name.isEmpty()) {
      name = joined(values, CONTACT + "profileGivenName", CONTACT + "profileFamilyName");
    }
    String key = SignalRecords.first(values, CONTACT + "aci", CONTACT + "e164");
    return new Recipient(key, name.isEmpty() ? number : name);
  }

  private static String joined(Map<String, String> values, String given, String family) {
    return (values.getOrDefault(given, "") + " " + values.getOrDefault(family, "")).strip();
  }

  private void item(Map<String, String> values) throws IOException {
    String chat = values.getOrDefault(ITEM + "chatId", "");
    Recipient partner = recipients.getOrDefault(partners.getOrDefault(chat, ""), UNKNOWN);
    Recipient author = recipients.getOrDefault(values.getOrDefault(ITEM + "authorId", ""), UNKNOWN);
    SignalRecords.setTimes(
        draft,
        values.getOrDefault(ITEM + "dateSent", ""),
        values.getOrDefault(MESSAGE + "quote.targetSentTimestamp", ""));
    draft.peer.set(author.key());
    draft.name.set(author.name());
    draft.text.set(values.getOrDefault(MESSAGE + "text.body", ""));
    chats.add(
        partner.key().isEmpty() ? "chat:" + chat : partner.key(),
        partner.name().isEmpty() ? null : partner.name(),
        draft);
  }
}
