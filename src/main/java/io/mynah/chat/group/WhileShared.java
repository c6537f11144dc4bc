package io.mynah.chat.group;

import io.mynah.chat.voice.Delivery;
import io.mynah.domain.GroupShare;
import io.mynah.domain.MessageRef;
import io.mynah.store.conversation.SpokenMessages;
import java.time.Clock;

/**
 * Continues a reply in a group as long as the person is shared there, and records who said its
 * messages. Thread-safe.
 */
record WhileShared(GroupShare share, GroupRoster roster, SpokenMessages spokenMessages, Clock clock)
    implements Delivery.Receipt {
  @Override
  public void sent(int index, MessageRef message) {
    // In groups only the person who said a message is stored, not its text.
    spokenMessages.record(message, share.owner(), share.person().id(), clock.instant());
  }

  @Override
  public void ended() {}

  @Override
  public boolean wanted() {
    return roster.holds(share);
  }
}
