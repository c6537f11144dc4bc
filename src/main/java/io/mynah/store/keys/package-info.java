/**
 * The store's keys within a transaction, and the associated data that binds a sealed value to its
 * place.
 */
@NullMarked
package io.mynah.store.keys;

import org.jspecify.annotations.NullMarked;
