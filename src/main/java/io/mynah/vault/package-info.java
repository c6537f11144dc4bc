/** Keys, and sealing bytes and files with them; the only place that touches Tink. */
@NullMarked
package io.mynah.vault;

import org.jspecify.annotations.NullMarked;
