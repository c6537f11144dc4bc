/** The console channel: the conversation on a terminal or through pipes. */
@NullMarked
package io.mynah.console;

import org.jspecify.annotations.NullMarked;
