/** Tests of the reading of exports. */
@NullMarked
package io.mynah.export;

import org.jspecify.annotations.NullMarked;
