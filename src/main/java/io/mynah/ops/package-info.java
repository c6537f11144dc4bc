/** Metrics and health. */
@NullMarked
package io.mynah.ops;

import org.jspecify.annotations.NullMarked;
