/** Reads tables of messages: CSV, and JSON with an object for each message. */
@NullMarked
package io.mynah.export.table;

import org.jspecify.annotations.NullMarked;
