/** Training of the recurrent network; the only package that uses Deeplearning4j and ND4J. */
@NullMarked
package io.mynah.lm.dl4j;

import org.jspecify.annotations.NullMarked;
