package io.mynah.chat.users;

import io.mynah.chat.Envelope;
import io.mynah.domain.OwnerId;

/** Tells who administers the bot, and how others are let in. Thread-safe. */
public interface UserAccess {
  /** How users are let in. */
  enum Entrance {
    /** By links; those who were let in can be put out. */
    LINK,
    /** Everyone is. */
    EVERYONE,
    /** By a list in the settings. */
    LIST
  }

  /** Whether a user who is let in administers the bot. */
  boolean administers(Envelope envelope);

  /** Whether a user administers the bot, as far as that can be said by their id. */
  boolean isAdministrator(OwnerId owner);

  /** How users are let in. */
  Entrance entrance();
}
