/** Draws bar and line charts as PNG images, large enough to read on a phone. */
@NullMarked
package io.mynah.charts;

import org.jspecify.annotations.NullMarked;
