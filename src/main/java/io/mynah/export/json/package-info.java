/** Reads exports in JSON. */
@NullMarked
package io.mynah.export.json;

import org.jspecify.annotations.NullMarked;
