package io.mynah.store.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.vault.DataKey;
import io.mynah.vault.TestKeys;
import io.mynah.vault.WrappingKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static final String PLACE = "place";

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger unwrappings = new AtomicInteger();
  private final Keyring ring = new Keyring(TestKeys.MASTER, now::get);
  private final byte[] wrapped = TestKeys.MASTER.wrap(TestKeys.MASTER.newKey(), PLACE);

  private WrappingKey master() {
    unwrappings.incrementAndGet();
    return TestKeys.MASTER;
  }

  private DataKey unwrapAfter(Duration time) {
    now.addAndGet(time.toNanos());
    return ring.unwrap(wrapped, this::master, PLACE);
  }

  @Test
  void aKeyIsInMemoryForAsLongAsItIsUsed() {
    DataKey key = unwrapAfter(Duration.ZERO);
    for (int times = 0; times < 3; times++) {
      assertThat(unwrapAfter(Keyring.KEPT.minusSeconds(1))).isSameAs(key);
    }
    assertThat(unwrappings).hasValue(1);
    assertThat(unwrapAfter(Keyring.KEPT.plusSeconds(1))).isNotSameAs(key);
    assertThat(unwrappings).hasValue(2);
  }
}
