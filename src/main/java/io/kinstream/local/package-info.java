/**
 * What one machine needs to run and judge Kinstream without a cluster: a real Kafka broker in the process, labelled
 * data to feed it, and the exact nearest-neighbour score that says how good the learned space is.
 *
 * <p>May import {@code nn}, {@code wire}, {@code page}, {@code config}, {@code stream}, Kafka's clients and server classes
 * (and so Scala's), SLF4J, Jackson and netlib's BLAS. Nothing below {@code cli} imports this package: the job itself never
 * knows whether its broker is embedded.
 */
package io.kinstream.local;
