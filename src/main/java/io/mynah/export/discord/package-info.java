/** Reads the files of DiscordChatExporter, and Discord's own data package. */
@NullMarked
package io.mynah.export.discord;

import org.jspecify.annotations.NullMarked;
