package io.mynah.training;

import io.mynah.store.conversation.Corrections;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;

/**
 * What trainings read and write in the store. All of it is thread-safe.
 *
 * @param database of all the others
 * @param jobs the queue, and what became of it
 * @param claims the jobs that this process takes
 * @param corpora what is learned from
 * @param corrections what else is learned from
 * @param voiceRecords which models there are
 * @param cards how good they are
 */
public record TrainingStores(
    Database database,
    Jobs jobs,
    JobClaims claims,
    Corpora corpora,
    Corrections corrections,
    VoiceRecords voiceRecords,
    ReportCards cards) {}
