/** Reads the export of a Slack workspace. */
@NullMarked
package io.mynah.export.slack;

import org.jspecify.annotations.NullMarked;
