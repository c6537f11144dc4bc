/** Everything durable: inbox, uploads, corpora, jobs, personas, settings; and its migrations. */
@NullMarked
package io.mynah.store;

import org.jspecify.annotations.NullMarked;
