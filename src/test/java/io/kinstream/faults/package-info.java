/**
 * Breaks everything on purpose: real brokers and real processes, a seeded workload, faults on a seeded schedule, and a
 * sequential model of what must have become of each event. Knows the program by its command line, its topics and its
 * codecs.
 */
package io.kinstream.faults;
