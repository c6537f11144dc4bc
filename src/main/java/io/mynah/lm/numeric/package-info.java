/**
 * Arithmetic of neural networks: native memory, matrix products by OpenBLAS and oneDNN, and
 * functions over arrays whose loops the JIT vectorises.
 */
@NullMarked
package io.mynah.lm.numeric;

import org.jspecify.annotations.NullMarked;
