package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Products;

/**
 * What is computed with a matrix of the parameters, to be run in this order.
 *
 * @param forward the result
 * @param backward the gradient of what comes in
 * @param gradient added to the gradients of what is trained; after {@code backward}
 */
record MatrixPass(Products.Product forward, Products.Product backward, Products.Product gradient) {}
