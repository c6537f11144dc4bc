/** The subcommands of the command line. */
@NullMarked
package io.mynah.app.command;

import org.jspecify.annotations.NullMarked;
