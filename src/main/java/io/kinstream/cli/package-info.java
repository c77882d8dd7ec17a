/** The commands of the program, and all that it writes to a terminal. It may import every other package. */
package io.kinstream.cli;
