package io.mynah.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat.
 *
 * @param id the message's id in its chat
 * @param replyTo the id of the message it replies to, if there is one
 * @param text never empty; a sticker is its emoji; line breaks are kept
 */
public record Message(
    long id, PersonKey sender, Instant sentAt, @Nullable Long replyTo, String text) {}
