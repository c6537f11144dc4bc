/** What was said as somebody: remembered, rated, corrected, explained. */
@NullMarked
package io.mynah.chat.utterances;

import org.jspecify.annotations.NullMarked;
