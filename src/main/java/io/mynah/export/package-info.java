/**
 * Safe, streaming reading of every form of the Telegram export. {@link
 * io.mynah.export.reading.ExportReader} is the way in.
 */
@NullMarked
package io.mynah.export;

import org.jspecify.annotations.NullMarked;
