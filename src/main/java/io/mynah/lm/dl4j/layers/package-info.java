/** The layers of the recurrent network, for Deeplearning4j. */
@NullMarked
package io.mynah.lm.dl4j.layers;

import org.jspecify.annotations.NullMarked;
