package io.mynah.chat.mydata;

import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.DialogueStores;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.domain.Chat;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.Job;
import io.mynah.domain.Message;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.Reactions;
import io.mynah.domain.Settings;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceBot;
import io.mynah.domain.VoiceRecord;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.LikedMessages.Liked;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.corpora.Shares;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceComparisons.Tally;
import io.mynah.store.jobs.VoiceVersions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packs all data that is stored about one owner, and nobody else's. Thread-safe. */
public final class OwnerData {
  private final CorpusStores corpora;
  private final VoiceStores trainings;
  private final DialogueStores dialogues;
  private final FeedbackStores feedback;
  private final OwnerPreferences preferences;
  private final UserLimits limits;
  private final ModelFiles modelFiles;

  public OwnerData(
      CorpusStores corpora,
      VoiceStores trainings,
      DialogueStores dialogues,
      FeedbackStores feedback,
      OwnerPreferences preferences,
      UserLimits limits,
      ModelLibrary models) {
    this.corpora = corpora;
    this.trainings = trainings;
    this.dialogues = dialogues;
    this.feedback = feedback;
    this.preferences = preferences;
    this.limits = limits;
    modelFiles = new ModelFiles(models, trainings.voiceRecords().versions());
  }

  /**
   * Packs everything except the text for the reader.
   *
   * @param voices whether to include the model files
   */
  void pack(OwnerId owner, boolean voices, ZipParts parts) throws IOException {
    List<Chat> chats = corpora.corpora().chats(owner);
    List<Person> people = corpora.corpora().peopleOfChats(owner);
    Map<PersonId, PersonId> joined = joined(owner);
    list(parts, "chats", chats.stream().map(OwnerData::chat).toList());
    list(parts, "people", people.stream().map(p -> person(p, joined.get(p.id()))).toList());
    list(parts, "corrections", people.stream().flatMap(p -> corrections(p).stream()).toList());
    list(parts, "liked_messages", people.stream().flatMap(p -> liked(p).stream()).toList());
    list(parts, "reports", people.stream().flatMap(p -> reports(p).stream()).toList());
    list(parts, "jobs", trainings.jobs().of(owner).stream().map(this::job).toList());
    list(parts, "guesses", guessScores(owner, people));
    list(parts, "shares", shares(owner));
    list(
        parts,
        "learning",
        corpora.learning().groups().of(owner).stream().map(OwnerData::learning).toList());
    list(parts, "bots", corpora.voiceBots().of(owner).stream().map(OwnerData::bot).toList());
    list(
        parts,
        "talks",
        dialogues.chatSessions().of(owner).stream().map(OwnerData::chatSession).toList());
    list(
        parts,
        "sayings",
        feedback.spokenMessages().of(owner).stream().map(OwnerData::saying).toList());
    list(parts, "uploads", dialogues.uploads().of(owner).stream().map(OwnerData::upload).toList());
    list(
        parts,
        "dialogues",
        dialogues.expectations().of(owner).stream().map(OwnerData::expectation).toList());
    list(parts, "settings", List.of(settings(owner)));
    for (Chat chat : chats) {
      JsonLines messages = new JsonLines(parts, "messages-" + chat.id().value());
      corpora.corpora().read(chat, message -> messages.add(message(message)));
      messages.end();
    }
    for (Person person : voices ? people : List.<Person>of()) {
      modelFiles.pack(person, parts);
    }
  }

  private static void list(ZipParts parts, String name, Collection<?> values) {
    JsonLines lines = new JsonLines(parts, name);
    values.forEach(lines::add);
    lines.end();
  }

  private static Map<String, @Nullable Object> chat(Chat chat) {
    return fields(
        "id", chat.id().value(),
        "title", chat.title(),
        "source", chat.sourceKey(),
        "imported_at", chat.importedAt().toString());
  }

  /** The main one of each person who is joined to another. */
  private Map<PersonId, PersonId> joined(OwnerId owner) {
    Map<PersonId, PersonId> mains = new LinkedHashMap<>();
    for (Person person : corpora.corpora().people(owner)) {
      person.joined().stream()
          .filter(each -> !each.id().equals(person.id()))
          .forEach(each -> mains.put(each.id(), person.id()));
    }
    return mains;
  }

  private Map<String, @Nullable Object> person(Person person, @Nullable PersonId main) {
    List<VoiceVersions.Version> versions = trainings.voiceRecords().versions().of(person);
    Map<Long, Tally> tallies = trainings.voiceRecords().comparisons().of(person);
    return fields(
        "id", person.id().value(),
        "chat", person.chat().value(),
        "key", person.key().value(),
        "name", person.name(),
        "aliases", person.aliases(),
        "messages", person.messages(),
        "first", person.first().toString(),
        "last", person.last().toString(),
        "same_person_as", main == null ? null : main.value(),
        "liked", feedback.spokenMessages().liked(person),
        "reactions", reactions(corpora.reactions().of(person)),
        "model",
            versions.stream()
                .filter(VoiceVersions.Version::inUse)
                .findFirst()
                .map(each -> version(each, tallies.get(each.number())))
                .orElse(null),
        "other_versions_of_model",
            versions.stream()
                .filter(each -> !each.inUse())
                .map(each -> version(each, tallies.get(each.number())))
                .toList());
  }

  /** How often a person reacted to messages of others; null if that is not known. */
  private static @Nullable Map<String, @Nullable Object> reactions(Reactions counted) {
    return counted.isEmpty()
        ? null
        : fields(
            "messages_of_others", counted.messages(),
            "reacted_to", counted.reacted(),
            "emoji", counted.emoji());
  }

  private static Map<String, @Nullable Object> version(
      VoiceVersions.Version version, @Nullable Tally tally) {
    VoiceRecord model = version.voice();
    return fields(
        "version", version.number(),
        "stage", model.stage(),
        "validation_bits_per_character", model.validationBits(),
        "trained_messages", model.trainedMessages(),
        "trained_at", model.trainedAt().toString(),
        "base", base(model.base()),
        "preferred", tally == null ? 0 : tally.preferred(),
        "compared", tally == null ? 0 : tally.compared());
  }

  private static @Nullable Map<String, @Nullable Object> base(@Nullable VoiceBase base) {
    return base == null
        ? null
        : fields("name", base.name(), "shipped", base.shipped(), "licence", base.licence());
  }

  private static Map<String, @Nullable Object> message(Message message) {
    return fields(
        "id", message.id(),
        "from", message.sender().value(),
        "at", message.sentAt().toString(),
        "reply_to", message.replyTo(),
        "text", message.text());
  }

  private List<Map<String, @Nullable Object>> corrections(Person person) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Corrections.Kept kept : feedback.corrections().kept(person)) {
      Corrections.Origin origin = kept.origin();
      rows.add(
          fields(
              "person", person.id().value(),
              "said_to", kept.correction().saidTo(),
              "text", kept.correction().text(),
              "at", kept.madeAt().toString(),
              "address", origin.written().address().value(),
              "message", origin.written().messageId(),
              "in_place_of", origin.instead(),
              "given", kept.given()));
    }
    return rows;
  }

  private List<Map<String, @Nullable Object>> liked(Person person) {
    LikedMessages rated = feedback.likedMessages();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    rated.of(person).forEach(each -> rows.add(rated(person, each, true)));
    rated.dislikedOf(person).forEach(each -> rows.add(rated(person, each, false)));
    return rows;
  }

  private static Map<String, @Nullable Object> rated(Person person, Liked message, boolean liked) {
    return fields(
        "person",
        person.id().value(),
        "text",
        message.text(),
        "at",
        message.at().toString(),
        "liked",
        liked);
  }

  private List<Map<String, @Nullable Object>> reports(Person person) {
    long id = person.id().value();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    trainings.cards().find(person).ifPresent(card -> rows.add(fields("person", id, "card", card)));
    for (ReportCards.OfVersion kept : trainings.cards().ofVersions(person)) {
      rows.add(fields("person", id, "version", kept.version(), "card", kept.card()));
    }
    return rows;
  }

  private Map<String, @Nullable Object> job(Job job) {
    List<CurvePoint> curve = trainings.cards().curve(job.id());
    return fields(
        "id", job.id().value(),
        "person", job.person().value(),
        "effort", job.effort().name(),
        "state", job.state().name(),
        "fraction", job.fraction(),
        "failure", job.failure(),
        "seconds", trainings.jobs().spent(job.id()).toSeconds(),
        "created_at", job.createdAt().toString(),
        "curve", curve);
  }

  private List<Map<String, @Nullable Object>> guessScores(OwnerId owner, List<Person> people) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Person person : people) {
      GuessScores.Score all = feedback.guessScores().of(person);
      if (all.asked() > 0) {
        rows.add(fields("person", person.id().value(), "asked", all.asked(), "told", all.told()));
      }
    }
    GuessScores.Score own = feedback.guessScores().by(owner);
    rows.add(fields("by_you", true, "asked", own.asked(), "told", own.told()));
    return rows;
  }

  /** The owner's shares, and the shares that the owner was asked about. */
  private List<Map<String, @Nullable Object>> shares(OwnerId owner) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    corpora.shares().of(owner).forEach(share -> rows.add(share(share)));
    for (Shares.Question question : corpora.shares().asked(owner)) {
      rows.add(
          fields(
              "group", question.group().title(),
              "address", question.group().address().value(),
              "asked_at", question.askedAt().toString()));
    }
    return rows;
  }

  private static Map<String, @Nullable Object> share(GroupShare share) {
    return fields(
        "person", share.person().id().value(),
        "group", share.group().title(),
        "address", share.group().address().value(),
        "real_messages", share.allows(GroupPermission.REAL_MESSAGES),
        "answers_mentions", share.allows(GroupPermission.MENTIONS),
        "unprompted", share.allows(GroupPermission.UNPROMPTED));
  }

  /** A chat to which the messages of its group are added. */
  private static Map<String, @Nullable Object> learning(Chat chat) {
    return fields("chat", chat.id().value(), "title", chat.title());
  }

  /** A voice's own bot, without its token. */
  private static Map<String, @Nullable Object> bot(VoiceBot bot) {
    return fields(
        "id", bot.id().value(),
        "person", bot.person().value(),
        "username", bot.username(),
        "made_through_mynah", bot.managed(),
        "shared", bot.shared(),
        "active", bot.active(),
        "reacts", bot.reacts());
  }

  private static Map<String, @Nullable Object> chatSession(ChatSessions.Talk session) {
    return fields("address", session.address().value(), "person", session.person().value());
  }

  private static Map<String, @Nullable Object> saying(SpokenMessages.Said said) {
    MessageRef message = said.message();
    return fields(
        "address", message.address().value(),
        "message", message.messageId(),
        "person", said.person().value(),
        "rated", said.rated(),
        "at", said.at().toString());
  }

  private static Map<String, @Nullable Object> upload(Uploads.StoredUpload upload) {
    return fields(
        "id", upload.id(),
        "address", upload.address().value(),
        "state", upload.state(),
        "files", upload.files(),
        "found", upload.survey(),
        "deleted_at_the_latest", upload.expiresAt().toString());
  }

  private static Map<String, @Nullable Object> expectation(Expectations.Expected expected) {
    return fields(
        "address", expected.address().value(),
        "waits_for", expected.expectation(),
        "until", expected.until().toString());
  }

  private Map<String, @Nullable Object> settings(OwnerId owner) {
    Settings set = preferences.find(owner).orElse(null);
    return fields(
        "you",
        owner.value(),
        "language_of_your_app",
        preferences.appLanguage(owner).orElse(null),
        "set",
        set,
        "limits_set_for_you",
        limits.of(owner));
  }

  /** A map of alternating names and values. */
  private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }
}
