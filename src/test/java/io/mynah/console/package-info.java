/** The conversation on a terminal, as lines that go in and lines that come out. */
@NullMarked
package io.mynah.console;

import org.jspecify.annotations.NullMarked;
