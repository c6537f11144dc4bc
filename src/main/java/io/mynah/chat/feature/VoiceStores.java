package io.mynah.chat.feature;

import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;

/** The stores of trainings: the jobs, the voices that came of them, and how good these are. */
public record VoiceStores(Jobs jobs, VoiceRecords voiceRecords, ReportCards cards) {}
