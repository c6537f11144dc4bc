package io.mynah.chat.feature;

import io.mynah.chat.Channel;
import io.mynah.export.ExportReader;
import io.mynah.lm.Speaker;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Admissions;
import io.mynah.store.Corpora;
import io.mynah.store.Corrections;
import io.mynah.store.Dialogues;
import io.mynah.store.Effects;
import io.mynah.store.Erasures;
import io.mynah.store.Guesses;
import io.mynah.store.IdleChats;
import io.mynah.store.Invitations;
import io.mynah.store.Jobs;
import io.mynah.store.Personas;
import io.mynah.store.Preferences;
import io.mynah.store.ReportCards;
import io.mynah.store.Sayings;
import io.mynah.store.Shares;
import io.mynah.store.Talks;
import io.mynah.store.Uploads;
import io.mynah.training.TrainingService;

/** What a conversation works with. All of it is thread-safe and outlives the conversation. */
public record Services(
    Channel channel,
    ExportReader reader,
    Corpora corpora,
    Jobs jobs,
    Personas personas,
    ReportCards cards,
    Guesses guesses,
    Preferences preferences,
    Shares shares,
    Admissions admissions,
    Invitations invitations,
    Uploads uploads,
    Dialogues dialogues,
    Talks talks,
    Sayings sayings,
    Corrections corrections,
    IdleChats idleChats,
    Erasures erasures,
    TrainingService training,
    ModelLibrary models,
    Speaker speaker) {
  /** What updates did, so that none does it twice. */
  public Effects effects() {
    return dialogues.effects();
  }
}
