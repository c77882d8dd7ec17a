package io.kinstream.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What numbers on the command line must be like. */
final class Converters {

    private Converters() {}

    private static long wholeNumber(String text, long least, long most, String rule) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number out of range.
        }
        throw new TypeConversionException("must be " + rule + ", but was " + text);
    }

    /** A port to listen on, or 0. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) wholeNumber(text, 0, 65_535, "a port from 1 to 65535, or 0 for any free one");
        }
    }

    /** How many of something, at least one. */
    static final class Count implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return wholeNumber(text, 1, Long.MAX_VALUE, "a whole number >= 1");
        }
    }

    /** How often something is measured. */
    static final class Rounds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) wholeNumber(text, 1, 1000, "a whole number from 1 to 1000");
        }
    }
}
