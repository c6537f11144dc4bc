package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.domain.OwnerId;
import io.mynah.store.Admissions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The door: who is let in, and the code that lets one more person in, once. Thread-safe. */
final class Access {
  private final Allowed allowed;
  private final Admissions admissions;
  private final Clock clock;
  private @Nullable String code;

  Access(Allowed allowed, @Nullable String code, Admissions admissions, Clock clock) {
    this.allowed = allowed;
    this.admissions = admissions;
    this.clock = clock;
    this.code = code;
  }

  boolean allows(Envelope envelope) {
    if (envelope.sender().equals(OwnerId.ANONYMOUS)) {
      return false;
    }
    if (envelope.sender().equals(OwnerId.LOCAL) || allowed instanceof Allowed.Everyone) {
      return true;
    }
    if (allowed instanceof Allowed.Listed listed) {
      return listed.holds(envelope);
    }
    return admissions.admitted(envelope.sender());
  }

  /** Admits someone who shows the code. The code is void once that is stored, and not before. */
  synchronized boolean admit(OwnerId owner, String shown) {
    if (!(allowed instanceof Allowed.ByLink)
        || code == null
        || !MessageDigest.isEqual(bytes(code), bytes(shown))) {
      return false;
    }
    admissions.admit(owner, clock.instant());
    code = null;
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
