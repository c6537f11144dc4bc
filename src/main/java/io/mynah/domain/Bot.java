package io.mynah.domain;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Telegram bot among those that share a database. Its name is part of its addresses, and of its
 * owners' ids unless they are the same people to all bots.
 *
 * @param name lower-case letters, digits and hyphens; empty for the bot that has the database to
 *     itself, or was there first
 * @param people the name of the bot whose owners its people are: its own, or empty for all bots
 *     that share owners, and the bot without a name
 */
public record Bot(String name, String people) {
  /** A name, or none. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9-]{0,30}");

  /** The bot without a name. */
  public static final Bot ONLY = new Bot("", "");

  /** What the names of bots that are voices' own begin with. */
  private static final String VOICE = "voice-";

  private static final Pattern VOICE_NAME = Pattern.compile(VOICE + "(\\d{1,18})");

  private static final Pattern VOICE_ADDRESS =
      Pattern.compile(OwnerId.TELEGRAM + "/" + VOICE_NAME.pattern() + ":.*");

  public Bot {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a bot");
    }
  }

  /**
   * @param sharesOwners whether a Telegram user is the same owner here as at the other bots that
   *     share owners, and at the bot without a name
   */
  public Bot(String name, boolean sharesOwners) {
    this(name, sharesOwners ? "" : name);
  }

  /** A voice's own bot, whose owners are those of this bot. */
  public Bot voice(VoiceBotId id) {
    return new Bot(VOICE + id.value(), people);
  }

  /** The id of a voice's own bot; empty for any other bot. */
  public Optional<VoiceBotId> voice() {
    return id(VOICE_NAME.matcher(name));
  }

  /** The voice's own bot that an address is of; empty for any other address. */
  public static Optional<VoiceBotId> voiceAt(Address address) {
    return id(VOICE_ADDRESS.matcher(address.value()));
  }

  private static Optional<VoiceBotId> id(Matcher voice) {
    return voice.matches()
        ? Optional.of(new VoiceBotId(Long.parseLong(voice.group(1))))
        : Optional.empty();
  }

  /** What its addresses begin with. */
  public String addresses() {
    return OwnerId.TELEGRAM + (name.isEmpty() ? "" : "/" + name) + ":";
  }

  /** What the ids of its owners begin with. */
  public String owners() {
    return new Bot(people, people).addresses();
  }

  /** Whether a conversation is one with this bot. */
  public boolean has(Address address) {
    return address.value().startsWith(addresses());
  }

  /** The owner with a Telegram user id. */
  public OwnerId owner(long userId) {
    return new OwnerId(owners() + userId);
  }

  /** The Telegram user id of an owner who is one here. */
  public OptionalLong user(OwnerId owner) {
    return owner.value().startsWith(owners()) ? owner.telegramUser() : OptionalLong.empty();
  }

  /** Whether an owner is one at another bot, and not here. */
  public boolean isElsewhere(OwnerId owner) {
    return owner.telegramUser().isPresent() && user(owner).isEmpty();
  }

  /** Whether a conversation is one with another bot. */
  public boolean isElsewhere(Address address) {
    return address.value().startsWith(OwnerId.TELEGRAM) && !has(address);
  }

  /** A name under which this bot keeps something beside other bots. */
  public String own(String of) {
    return name.isEmpty() ? of : of + "/" + name;
  }
}
