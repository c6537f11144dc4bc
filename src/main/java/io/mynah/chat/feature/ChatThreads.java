package io.mynah.chat.feature;

import io.mynah.chat.DelayScheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads beside those that hand updates to the conversation. Who made them ends them, after
 * the conversation is closed.
 *
 * @param readers for reading uploads, as many as are read side by side, or more
 * @param background for work that is due later and may take a while
 * @param pauses for replies that are sent with pauses
 */
public record ChatThreads(
    Executor readers, ScheduledExecutorService background, DelayScheduler pauses) {}
