@NullMarked
package io.mynah.lm.dl4j;

import org.jspecify.annotations.NullMarked;
