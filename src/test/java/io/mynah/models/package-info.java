/** Tests of model files and of the cache. */
@NullMarked
package io.mynah.models;

import org.jspecify.annotations.NullMarked;
