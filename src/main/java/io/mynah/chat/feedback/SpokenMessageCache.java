package io.mynah.chat.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.SpokenMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers what Mynah said as people. Which person said a message is stored; its text and what
 * came before are kept in memory only, for a day. Thread-safe.
 */
public final class SpokenMessageCache {
  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofDays(1);

  private final SpokenMessages spokenMessages;
  private final Clock clock;
  private final Cache<MessageRef, SpokenMessage> remembered = cache();
  private final Cache<Address, MessageRef> latest = cache();

  public SpokenMessageCache(SpokenMessages spokenMessages, Clock clock) {
    this.spokenMessages = spokenMessages;
    this.clock = clock;
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();
  }

  /** Remembers the text of a message, and stores which person said it. */
  public void add(MessageRef message, SpokenMessage spokenMessage) {
    spokenMessages.record(message, spokenMessage.owner(), spokenMessage.person(), clock.instant());
    remembered.put(message, spokenMessage);
    latest.put(message.address(), message);
  }

  /** What was said in a message, as long as it is kept. */
  public Optional<SpokenMessage> find(OwnerId owner, MessageRef message) {
    return Optional.ofNullable(remembered.getIfPresent(message))
        .filter(spokenMessage -> spokenMessage.owner().equals(owner));
  }

  /** The last message at an address that was said as a person. */
  Optional<MessageRef> latest(Address address) {
    return Optional.ofNullable(latest.getIfPresent(address));
  }

  /** What was last said as a person at an address to an owner, as long as it is kept. */
  public Optional<SpokenMessage> last(OwnerId owner, Address address) {
    return latest(address).flatMap(message -> find(owner, message));
  }

  /** Deletes what was said to an owner. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(spokenMessage -> spokenMessage.owner().equals(owner));
  }
}
