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
 * What Mynah said as people. As whom a message was said is stored; what was said, and before it, is
 * kept in memory alone, for a day. Thread-safe.
 */
public final class SpokenTexts {
  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofDays(1);

  private final SpokenMessages spokenMessages;
  private final Clock clock;
  private final Cache<MessageRef, SpokenMessage> remembered = cache();
  private final Cache<Address, MessageRef> latest = cache();

  public SpokenTexts(SpokenMessages spokenMessages, Clock clock) {
    this.spokenMessages = spokenMessages;
    this.clock = clock;
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();
  }

  /** Remembers what was said in a message, and stores as whom. */
  public void add(MessageRef message, SpokenMessage spokenMessage) {
    spokenMessages.record(message, spokenMessage.owner(), spokenMessage.person(), clock.instant());
    remembered.put(message, spokenMessage);
    latest.put(message.address(), message);
  }

  /** What was said in a message, as long as it is remembered. */
  public Optional<SpokenMessage> find(OwnerId owner, MessageRef message) {
    return Optional.ofNullable(remembered.getIfPresent(message))
        .filter(spokenMessage -> spokenMessage.owner().equals(owner));
  }

  /** The last message at an address that was said as someone. */
  Optional<MessageRef> latest(Address address) {
    return Optional.ofNullable(latest.getIfPresent(address));
  }

  /** Forgets what was said to an owner. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(spokenMessage -> spokenMessage.owner().equals(owner));
  }
}
