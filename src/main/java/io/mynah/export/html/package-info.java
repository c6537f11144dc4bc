/** Reads exports in HTML. */
@NullMarked
package io.mynah.export.html;

import org.jspecify.annotations.NullMarked;
