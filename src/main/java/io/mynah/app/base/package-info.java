/** The commands for bases that users add: {@code mynah base …}. */
@NullMarked
package io.mynah.app.base;

import org.jspecify.annotations.NullMarked;
