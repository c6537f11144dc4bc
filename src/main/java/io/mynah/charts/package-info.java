/** Charts as pictures: bars and lines, large enough to be read on a telephone. */
@NullMarked
package io.mynah.charts;

import org.jspecify.annotations.NullMarked;
