@NullMarked
package io.mynah.lm.optimization;

import org.jspecify.annotations.NullMarked;
