/** Letting somebody speak to their owner: once, on and on, or in a talk. */
@NullMarked
package io.mynah.chat.speech;

import org.jspecify.annotations.NullMarked;
