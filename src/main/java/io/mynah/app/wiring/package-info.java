/** Settings, the data folder, and the services that commands use, wired by hand. */
@NullMarked
package io.mynah.app.wiring;

import org.jspecify.annotations.NullMarked;
