/** Reads the texts that imessage-exporter writes. */
@NullMarked
package io.mynah.export.imessage;

import org.jspecify.annotations.NullMarked;
