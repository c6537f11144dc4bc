/** Safe reading of bytes: limits on what they cost, and what they are by their content. */
@NullMarked
package io.mynah.export.bytes;

import org.jspecify.annotations.NullMarked;
