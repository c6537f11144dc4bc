package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Products;

/**
 * The products with one matrix of the parameters, to be run in this order.
 *
 * @param forward computes the result
 * @param backward computes the gradient of the input
 * @param gradient adds to the gradients of what is trained; after {@code backward}
 */
record MatrixPass(Products.Product forward, Products.Product backward, Products.Product gradient) {}
