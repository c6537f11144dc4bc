/** Tests of a training job's life. */
@NullMarked
package io.mynah.training;

import org.jspecify.annotations.NullMarked;
