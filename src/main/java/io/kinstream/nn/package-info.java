/**
 * The maths: the encoder that both twins share, the contrastive loss and one step of gradient descent on it. Knows no
 * pairs from a stream, no bytes and no clock. May import netlib's BLAS and EJML.
 */
package io.kinstream.nn;
