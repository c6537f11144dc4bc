/** Reads the texts of WhatsApp's “Export chat”. */
@NullMarked
package io.mynah.export.whatsapp;

import org.jspecify.annotations.NullMarked;
