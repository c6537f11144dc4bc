@NullMarked
package io.mynah.lm.transformer;

import org.jspecify.annotations.NullMarked;
