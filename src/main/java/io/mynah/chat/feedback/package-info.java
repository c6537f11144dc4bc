/** Feedback on what was said as a person: remembering, rating, correcting and explaining it. */
@NullMarked
package io.mynah.chat.feedback;

import org.jspecify.annotations.NullMarked;
