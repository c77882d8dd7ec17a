/**
 * The measurements that the README quotes, so that anyone can repeat them: each is a command, runs the packaged program
 * as its users do, on a broker of its own, and writes what it found as JSON.
 *
 * <p>May import {@code nn}, {@code learn}, {@code wire}, {@code config}, {@code stream}, {@code local}, Kafka's clients and
 * Jackson; and, for what its figures are held against, netlib's BLAS and Kafka Streams.
 */
package io.kinstream.bench;
