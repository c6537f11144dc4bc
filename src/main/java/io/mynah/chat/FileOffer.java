package io.mynah.chat;

import org.jspecify.annotations.Nullable;

/**
 * A file that the channel can fetch.
 *
 * @param handle the channel's identifier of the file (a file id, a path)
 * @param size in bytes, −1 if the channel does not say
 */
public record FileOffer(String handle, @Nullable String name, long size) {}
