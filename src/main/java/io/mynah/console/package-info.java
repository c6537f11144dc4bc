/** The same conversation on a terminal. */
@NullMarked
package io.mynah.console;

import org.jspecify.annotations.NullMarked;
