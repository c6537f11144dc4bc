package io.mynah.store.keys;

import io.mynah.domain.ChatId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBotId;

/**
 * Makes the associated data that binds a sealed value to its place: table, column and the permanent
 * id of the row. The chat's key binds a value to its chat.
 */
public final class AssociatedData {
  static final String STORE_KEY = "store_keys";
  static final String UPLOAD_KEY = "uploads.wrapped_key";
  public static final String UPLOAD_FILES = "uploads.files";
  public static final String UPLOAD_SURVEY = "uploads.survey";
  public static final String SOURCE_KEY = "chats.source_key";
  public static final String PERSON_KEY = "people.person_key";

  private AssociatedData() {}

  static String ownerKey(OwnerId owner) {
    return "owner_keys " + owner.value();
  }

  static String chatKey(ChatId chat) {
    return "chat_keys " + chat.value();
  }

  public static String title(ChatId chat) {
    return "chats.title " + chat.value();
  }

  public static String name(PersonId person) {
    return "people.name " + person.value();
  }

  public static String alias(PersonId person) {
    return "aliases.alias " + person.value();
  }

  public static String text(long message) {
    return "messages.text " + message;
  }

  public static String correction(PersonId person) {
    return "corrections.text " + person.value();
  }

  public static String liked(PersonId person) {
    return "liked_messages.text " + person.value();
  }

  public static String reactions(PersonId person) {
    return "reactions.emoji " + person.value();
  }

  public static String saidTo(PersonId person) {
    return "corrections.said_to " + person.value();
  }

  public static String card(PersonId person) {
    return "report_cards.card " + person.value();
  }

  public static String body(long epoch, long update) {
    return "inbox.body " + epoch + " " + update;
  }

  public static String reply(MessageRef message) {
    return "edits.reply " + message.address().value() + " " + message.messageId();
  }

  public static String groupTitle(long group) {
    return "groups.title " + group;
  }

  public static String voiceBotName(VoiceBotId bot) {
    return "voice_bots.username " + bot.value();
  }

  public static String voiceBotToken(VoiceBotId bot) {
    return "voice_bots.token " + bot.value();
  }
}
