/** Sealed data that is too large for a row: models, checkpoints, uploads. */
@NullMarked
package io.mynah.store.blobs;

import org.jspecify.annotations.NullMarked;
