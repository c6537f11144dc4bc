/**
 * The database itself: its connections, what is done for it in the background, and writing much in
 * turns.
 */
@NullMarked
package io.mynah.store.database;

import org.jspecify.annotations.NullMarked;
