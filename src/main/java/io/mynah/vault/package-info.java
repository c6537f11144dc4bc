/** Keys, and sealing bytes and files with them. Only this package uses Tink. */
@NullMarked
package io.mynah.vault;

import org.jspecify.annotations.NullMarked;
