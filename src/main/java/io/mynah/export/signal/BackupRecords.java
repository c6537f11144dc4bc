package io.mynah.export.signal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Lines of Signal's own export, {@code main.jsonl}: the account, then people and groups, chats, and
 * messages, which name them by number.
 */
final class BackupRecords implements SignalRecords {
  private static final String CONTACT = "recipient.contact.";
  private static final String GROUP = "recipient.group";
  private static final String ITEM = "chatItem.";
  private static final String MESSAGE = ITEM + "standardMessage.";

  /** What a person, a group or a chat takes besides its texts. */
  private static final int ENTRY_BYTES = 256;

  /** A person or a group, with texts of bounded length. */
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
        GROUP,
        GROUP + ".masterKey",
        GROUP + ".snapshot.title.title",
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
      String id = ChatHeader.cleanOrEmpty(values.getOrDefault("recipient.id", ""));
      Recipient recipient = recipient(id, values);
      keep(recipients.size(), id, recipient.key(), recipient.name());
      recipients.put(id, recipient);
    } else if (values.containsKey("chat.id")) {
      String id = ChatHeader.cleanOrEmpty(values.getOrDefault("chat.id", ""));
      String partner = ChatHeader.cleanOrEmpty(values.getOrDefault("chat.recipientId", ""));
      keep(partners.size(), id, partner);
      partners.put(id, partner);
    } else if (values.containsKey("account.givenName")) {
      owner = ChatHeader.cleanOrEmpty(joined(values, "account.givenName", "account.familyName"));
    } else {
      return false;
    }
    return true;
  }

  private void keep(int size, String... texts) throws RefusedException {
    int most = chats.pass().limits().people();
    if (size >= most) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, most);
    }
    chats.pass().keep(ENTRY_BYTES, texts);
  }

  private Recipient recipient(String id, Map<String, String> values) {
    if (values.containsKey("recipient.self")) {
      return new Recipient("self", owner);
    }
    if (values.containsKey(GROUP)) {
      String secret = values.getOrDefault(GROUP + ".masterKey", "");
      return new Recipient(
          secret.isBlank() ? "group:recipient:" + id : "group:" + digest(secret),
          ChatHeader.cleanOrEmpty(values.getOrDefault(GROUP + ".snapshot.title.title", "")));
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
    return new Recipient(
        ChatHeader.cleanOrEmpty(key), ChatHeader.cleanOrEmpty(name.isEmpty() ? number : name));
  }

  /** Stands for a group's master key, which opens the group and is not kept. */
  private static String digest(String secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
