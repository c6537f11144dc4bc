/** What an operator sees of a process: metrics and health, over HTTP. */
@NullMarked
package io.mynah.ops;

import org.jspecify.annotations.NullMarked;
