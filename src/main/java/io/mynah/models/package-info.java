/** Model files (checksummed, published atomically) and the bounded cache of loaded ones. */
@NullMarked
package io.mynah.models;

import org.jspecify.annotations.NullMarked;
