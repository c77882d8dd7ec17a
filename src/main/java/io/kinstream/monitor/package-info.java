/**
 * What can be seen from outside while the job runs: its meters, and the small HTTP server that shows them.
 *
 * <p>May import {@code nn}, {@code learn}, {@code wire}, Micrometer and Javalin with its Jetty; no Kafka.
 */
package io.kinstream.monitor;
