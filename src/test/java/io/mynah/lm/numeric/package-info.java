@NullMarked
package io.mynah.lm.numeric;

import org.jspecify.annotations.NullMarked;
