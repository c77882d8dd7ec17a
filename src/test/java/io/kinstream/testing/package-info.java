/** What several tests need: reference numbers, digits, and a second implementation of the maths to compare with. */
package io.kinstream.testing;
