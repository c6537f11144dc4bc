/** The database: connections, background maintenance and bulk writes. */
@NullMarked
package io.mynah.store.database;

import org.jspecify.annotations.NullMarked;
