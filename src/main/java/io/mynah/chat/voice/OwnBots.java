package io.mynah.chat.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.VoiceBotHost;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.store.conversation.VoiceBots;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voices' own bots in groups that Mynah's bot is in, too. Whether one is a member there is not
 * stored: it is tried, and not tried again for a while where it could not write. Thread-safe.
 */
public final class OwnBots {
  private static final Logger log = LoggerFactory.getLogger(OwnBots.class);
  private static final Duration UNTIL_NEXT_TRY = Duration.ofMinutes(10);
  private static final int MOST_PLACES = 10_000;

  private final VoiceBotHost host;
  private final VoiceBots bots;

  /** Where a bot could not write. */
  private final Cache<Address, Boolean> closed =
      Caffeine.newBuilder().maximumSize(MOST_PLACES).expireAfterWrite(UNTIL_NEXT_TRY).build();

  public OwnBots(VoiceBotHost host, VoiceBots bots) {
    this.host = host;
    this.bots = bots;
  }

  /** The bot that an address is of, if it is a voice's own and switched on. */
  public Optional<VoiceBot> with(Address address) {
    return Bot.voiceAt(address).flatMap(bots::find).filter(VoiceBot::active);
  }

  /** The user name of a person's own bot, without @. */
  public Optional<String> name(Person person) {
    return bots.of(person).map(VoiceBot::username);
  }

  /** Where Mynah's bot finds a chat that it shares with a voice's own bot. */
  public Address atMynah(Address chat) {
    return host.atMynah(chat);
  }

  /** Notes whether a voice's own bot is in a group now; the group as that bot has it. */
  public void member(Address group, boolean present) {
    if (present) {
      closed.invalidate(group);
    } else {
      closed.put(group, true);
    }
  }

  /**
   * A message that a person's own bot sends. Where there is none that runs and may write, Mynah's
   * sends it.
   *
   * @param own as the person's own bot sends it
   * @param otherwise as Mynah's bot sends it
   */
  public Delivery.Message message(Person person, Reply own, Reply otherwise) {
    return new Delivery.Message() {
      @Override
      public MessageRef send(Channel channel, Address to) throws IOException {
        Optional<Address> there = at(person, to);
        if (there.isPresent()) {
          try {
            return channel.send(there.get(), own);
          } catch (Channel.NotSent e) {
            log.debug("A voice's own bot cannot write in a group.");
            closed.put(there.get(), true);
          }
        }
        return channel.send(to, otherwise);
      }

      @Override
      public Address typingAt(Address to) {
        return at(person, to).orElse(to);
      }
    };
  }

  /** Where a person's own bot finds a chat that Mynah's bot is in, if it may write there. */
  public Optional<Address> at(Person person, Address chat) {
    return bots.of(person)
        .filter(VoiceBot::active)
        .flatMap(bot -> host.at(bot.id(), chat))
        .filter(there -> closed.getIfPresent(there) == null);
  }
}
