/** Benchmarks: how fast exports are read, networks are trained, and replies are made. */
@NullMarked
package io.mynah.app.benchmark;

import org.jspecify.annotations.NullMarked;
