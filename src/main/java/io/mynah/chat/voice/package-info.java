/** How a voice's reply comes to be: to what, in which words, after which pauses, sent. */
@NullMarked
package io.mynah.chat.voice;

import org.jspecify.annotations.NullMarked;
