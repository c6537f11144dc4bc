/** Model files, sealed and published atomically, and a bounded cache of loaded models. */
@NullMarked
package io.mynah.models;

import org.jspecify.annotations.NullMarked;
