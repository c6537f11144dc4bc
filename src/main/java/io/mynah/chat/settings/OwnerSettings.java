package io.mynah.chat.settings;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.store.conversation.OwnerPreferences;

/** The settings in effect for an owner: their own, or else the defaults. Thread-safe. */
public final class OwnerSettings {
  private final OwnerPreferences preferences;
  private final Settings defaults;

  public OwnerSettings(OwnerPreferences preferences, Settings defaults) {
    this.preferences = preferences;
    this.defaults = defaults;
  }

  /** The settings in effect for an owner now. */
  public Settings of(OwnerId owner) {
    return preferences.find(owner).orElse(defaults);
  }

  void save(OwnerId owner, Settings settings) {
    preferences.save(owner, settings);
  }
}
