package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.VoiceBotId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs bots of the channel that are voices' own, each beside Mynah's bot and in the same process.
 * What people write to one arrives in the conversation as from an address of that bot ({@link
 * Bot#voiceAt}), and what is sent to such an address is sent by it. Thread-safe.
 */
public interface VoiceBotHost {
  /** A channel without such bots. */
  VoiceBotHost NONE = new NoVoiceBots();

  /** Whether the channel has such bots. */
  boolean isAvailable();

  /**
   * Whether users can make bots through Mynah's bot, which then knows their tokens.
   *
   * @throws IOException when the channel does not say
   */
  boolean managesBots() throws IOException;

  /**
   * A bot that is to be made.
   *
   * @param button what the button says that makes it
   * @param name at most 64 characters
   * @param username as the channel demands it, without @
   */
  record Wanted(String button, String name, String username) {}

  /** Sends a message with a button that makes a bot, below the field where users write. */
  void request(Address to, String text, Wanted wanted) throws IOException;

  /** Sends a message that takes the button of {@link #request} away. */
  void endRequest(Address to, String text) throws IOException;

  /** The token of a bot that was made through Mynah's. */
  String token(VoiceBotId bot) throws IOException;

  /**
   * A bot as the channel knows it.
   *
   * @param username without @
   */
  record Found(VoiceBotId id, String username) {}

  /**
   * The bot with a token; empty if the channel does not accept it, or it is that of Mynah's bot.
   *
   * @throws IOException when the channel does not say
   */
  Optional<Found> find(String token) throws IOException;

  /** Deletes a message of a user's; returns whether it is gone. */
  boolean delete(MessageRef message);

  /** Sets at the channel whether only its owner may use a bot that was made through Mynah's. */
  void restrict(VoiceBotId bot, boolean restricted);

  /**
   * How a bot presents itself in a language.
   *
   * @param language two letters; null for all others
   * @param about at most 120 characters
   * @param description at most 512 characters
   */
  record Profile(@Nullable String language, String about, String description) {}

  /** Sets how a running bot presents itself, in the background. */
  void present(VoiceBotId bot, @Nullable String name, List<Profile> profiles);

  /**
   * Runs a bot, unless it runs. Does nothing before Mynah's own bot is started.
   *
   * @param refused is run, on a thread of its own, when the channel does not accept the token
   */
  void run(VoiceBotId bot, String token, Runnable refused);

  /** Ends a bot, if it runs; returns when nothing of it is under way. */
  void end(VoiceBotId bot);

  /** The bots that run. */
  Set<VoiceBotId> running();

  /**
   * Where a voice's own bot finds a chat that Mynah's bot is in, too; empty if it does not run.
   *
   * @param chat its address as Mynah's bot has it
   */
  Optional<Address> at(VoiceBotId bot, Address chat);

  /**
   * Where Mynah's bot finds a chat that it shares with a voice's own bot.
   *
   * @param chat its address as the voice's own bot has it
   */
  Address atMynah(Address chat);

  /** Deletes what the channel keeps of all bots but these. */
  void keepOnly(Supplier<Set<VoiceBotId>> bots);
}
