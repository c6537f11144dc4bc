/** The keys of the store as a transaction sees them, and what binds a sealed value to its place. */
@NullMarked
package io.mynah.store.keys;

import org.jspecify.annotations.NullMarked;
