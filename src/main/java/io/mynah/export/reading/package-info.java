/** Opens an upload of any form and reads it. */
@NullMarked
package io.mynah.export.reading;

import org.jspecify.annotations.NullMarked;
