/**
 * The arithmetic of neural networks: native memory, products of matrices by OpenBLAS and oneDNN,
 * and functions over arrays whose loops the JIT turns into vector code.
 */
@NullMarked
package io.mynah.lm.numeric;

import org.jspecify.annotations.NullMarked;
