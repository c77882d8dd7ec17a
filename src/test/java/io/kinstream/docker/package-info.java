/**
 * What is in {@code docker/} must fit the program: all that can be checked without a container engine, which the
 * machines that test this do not have.
 */
package io.kinstream.docker;
