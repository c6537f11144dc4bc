/** Configuration, command line, wiring and shutdown. */
@NullMarked
package io.mynah.app;

import org.jspecify.annotations.NullMarked;
