@NullMarked
package io.mynah.lm.transformer.hub;

import org.jspecify.annotations.NullMarked;
