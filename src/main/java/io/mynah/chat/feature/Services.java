package io.mynah.chat.feature;

import io.mynah.chat.Channel;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.corpora.Shares;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.training.TrainingService;

/** The objects that all features use. All are thread-safe and outlive the conversation. */
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
  /** The effects of updates, stored so that none happens twice. */
  public UpdateEffects effects() {
    return expectations.effects();
  }
}
