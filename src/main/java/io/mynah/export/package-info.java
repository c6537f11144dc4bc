/**
 * What an export is, and limits on it. {@link io.mynah.export.reading.ExportReader} reads every
 * form of the Telegram export, and exports of other places, safely, as a stream.
 */
@NullMarked
package io.mynah.export;

import org.jspecify.annotations.NullMarked;
