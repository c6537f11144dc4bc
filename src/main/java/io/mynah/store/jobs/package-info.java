/** Training jobs, records of the resulting models, and their report cards. */
@NullMarked
package io.mynah.store.jobs;

import org.jspecify.annotations.NullMarked;
