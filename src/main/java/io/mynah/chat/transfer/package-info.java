/** Voices as files, for another Mynah. */
@NullMarked
package io.mynah.chat.transfer;

import org.jspecify.annotations.NullMarked;
