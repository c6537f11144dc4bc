/** Copies the data of a running bot to another folder, and checks such a copy. */
@NullMarked
package io.mynah.store.backup;

import org.jspecify.annotations.NullMarked;
