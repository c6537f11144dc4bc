package io.mynah.chat.voice;

import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.store.conversation.SpokenMessages;

/**
 * What a reply goes through from the question to the chat.
 *
 * @param settings of the person's owner, which say how the person speaks
 * @param context makes the turns to be answered
 * @param replies draws the messages
 * @param repair of a model that is lost
 * @param delivery sends the messages
 * @param spokenMessages where it is recorded who said them
 */
public record ReplyPipeline(
    OwnerSettings settings,
    SpokenContext context,
    VoiceReplies replies,
    VoiceRepair repair,
    Delivery delivery,
    SpokenMessages spokenMessages) {
  /** The same with messages that are drawn in another way. */
  public ReplyPipeline with(VoiceReplies others) {
    return new ReplyPipeline(settings, context, others, repair, delivery, spokenMessages);
  }

  /** The same with messages that are sent in turns of their own. */
  public ReplyPipeline with(Delivery other) {
    return new ReplyPipeline(settings, context, replies, repair, other, spokenMessages);
  }
}
