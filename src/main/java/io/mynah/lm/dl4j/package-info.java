/** The neural language model; the only place that touches Deeplearning4j and ND4J. */
@NullMarked
package io.mynah.lm.dl4j;

import org.jspecify.annotations.NullMarked;
