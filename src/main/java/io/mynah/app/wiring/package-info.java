/** Settings, the data folder, and the parts that commands work with, wired by hand. */
@NullMarked
package io.mynah.app.wiring;

import org.jspecify.annotations.NullMarked;
