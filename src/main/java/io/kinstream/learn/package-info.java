/**
 * Learning from a sequence of pairs: score them, then learn from them; count, schedule, measure, and give the whole
 * state away and take it back, bit for bit. A pure fold: no clock, no threads, no randomness. May import {@code nn}.
 */
package io.kinstream.learn;
