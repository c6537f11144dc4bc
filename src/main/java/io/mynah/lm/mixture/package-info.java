/**
 * A mixture of models: its weights and how they are fitted, its file form, and what it may not
 * repeat verbatim.
 */
@NullMarked
package io.mynah.lm.mixture;

import org.jspecify.annotations.NullMarked;
