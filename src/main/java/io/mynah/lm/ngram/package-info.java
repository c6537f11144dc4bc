/** N-gram models: counting, smoothing, and their state in a conversation. */
@NullMarked
package io.mynah.lm.ngram;

import org.jspecify.annotations.NullMarked;
