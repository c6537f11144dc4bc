/** Benchmarks of reading exports, training networks and making replies. */
@NullMarked
package io.mynah.app.benchmark;

import org.jspecify.annotations.NullMarked;
