@NullMarked
package io.mynah.charts;

import org.jspecify.annotations.NullMarked;
