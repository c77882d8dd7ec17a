/**
 * What a user can set, where it comes from and what it means: one {@link io.kinstream.config.KinstreamConfig}, read once
 * at the start from a properties file, environment variables and command line, with every mistake reported together.
 *
 * <p>May import {@code nn}, {@code learn} and, of Kafka, its configuration classes.
 */
package io.kinstream.config;
