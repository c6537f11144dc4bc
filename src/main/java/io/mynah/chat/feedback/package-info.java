/** What was said as somebody: remembered, rated, corrected, explained. */
@NullMarked
package io.mynah.chat.feedback;

import org.jspecify.annotations.NullMarked;
