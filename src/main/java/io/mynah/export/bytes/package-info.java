/** Safe reading of bytes: limits on their cost, and detection of their kind by content. */
@NullMarked
package io.mynah.export.bytes;

import org.jspecify.annotations.NullMarked;
