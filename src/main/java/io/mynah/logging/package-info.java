/** The ids that log lines carry. */
@NullMarked
package io.mynah.logging;

import org.jspecify.annotations.NullMarked;
