package io.mynah.chat.feature;

import io.mynah.chat.Channel;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.ModelLibrary;
import io.mynah.store.AdmittedUsers;
import io.mynah.store.ChatSessions;
import io.mynah.store.Corpora;
import io.mynah.store.Corrections;
import io.mynah.store.Erasures;
import io.mynah.store.Expectations;
import io.mynah.store.GuessScores;
import io.mynah.store.IdleChats;
import io.mynah.store.Invitations;
import io.mynah.store.Jobs;
import io.mynah.store.OwnerPreferences;
import io.mynah.store.ReportCards;
import io.mynah.store.Shares;
import io.mynah.store.SpokenMessages;
import io.mynah.store.UpdateEffects;
import io.mynah.store.Uploads;
import io.mynah.store.VoiceRecords;
import io.mynah.training.TrainingService;

/** What a conversation works with. All of it is thread-safe and outlives the conversation. */
public record Services(
    Channel channel,
    ExportReader reader,
    Corpora corpora,
    Jobs jobs,
    VoiceRecords voiceRecords,
    ReportCards cards,
    GuessScores guessScores,
    OwnerPreferences preferences,
    Shares shares,
    AdmittedUsers admittedUsers,
    Invitations invitations,
    Uploads uploads,
    Expectations expectations,
    ChatSessions chatSessions,
    SpokenMessages spokenMessages,
    Corrections corrections,
    IdleChats idleChats,
    Erasures erasures,
    TrainingService training,
    ModelLibrary models,
    MessageGenerator generator) {
  /** What updates did, so that none does it twice. */
  public UpdateEffects effects() {
    return expectations.effects();
  }
}
