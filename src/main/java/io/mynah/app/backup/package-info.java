/** The commands that make backups of the data, and restore them. */
@NullMarked
package io.mynah.app.backup;

import org.jspecify.annotations.NullMarked;
