package io.mynah.chat.utterances;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.Sayings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What Mynah said as people. As whom a message was said is stored; what was said, and before it, is
 * kept in memory alone, for a day. Thread-safe.
 */
public final class Utterances {
  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofDays(1);

  private final Sayings sayings;
  private final Clock clock;
  private final Cache<MessageRef, Utterance> remembered = cache();
  private final Cache<Address, MessageRef> latest = cache();

  public Utterances(Sayings sayings, Clock clock) {
    this.sayings = sayings;
    this.clock = clock;
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();
  }

  /** Remembers what was said in a message, and stores as whom. */
  public void add(MessageRef message, Utterance utterance) {
    sayings.record(message, utterance.owner(), utterance.person(), clock.instant());
    remembered.put(message, utterance);
    latest.put(message.address(), message);
  }

  /** What was said in a message, as long as it is remembered. */
  public Optional<Utterance> find(OwnerId owner, MessageRef message) {
    return Optional.ofNullable(remembered.getIfPresent(message))
        .filter(utterance -> utterance.owner().equals(owner));
  }

  /** The last message at an address that was said as someone. */
  Optional<MessageRef> latest(Address address) {
    return Optional.ofNullable(latest.getIfPresent(address));
  }

  /** Forgets what was said to an owner. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(utterance -> utterance.owner().equals(owner));
  }
}
