@NullMarked
package io.mynah.lm.transformer.training;

import org.jspecify.annotations.NullMarked;
