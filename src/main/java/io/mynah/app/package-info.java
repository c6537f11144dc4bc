/** The program's entry point. */
@NullMarked
package io.mynah.app;

import org.jspecify.annotations.NullMarked;
