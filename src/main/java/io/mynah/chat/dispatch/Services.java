package io.mynah.chat.dispatch;

import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.DialogueStores;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.ModelLibrary;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.training.TrainingService;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the features are wired from; each gets only what it uses. All parts are thread-safe and
 * outlive the conversation.
 *
 * @param replyTimes is told how long each reply took to make; must not throw
 * @param voiceBots runs voices' own bots
 */
public record Services(
    Stores stores,
    ExportReader reader,
    TrainingService training,
    ModelLibrary models,
    MessageGenerator generator,
    Consumer<Duration> replyTimes,
    VoiceBotHost voiceBots) {
  /** Everything that is stored, apart from model files and raw uploads. */
  public record Stores(
      CorpusStores corpora,
      VoiceStores trainings,
      DialogueStores dialogues,
      FeedbackStores feedback,
      AccountStores accounts,
      UpdateEffects effects) {}
}
