/** Copies all data from one kind of database to another. */
@NullMarked
package io.mynah.store.migration;

import org.jspecify.annotations.NullMarked;
