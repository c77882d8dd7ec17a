package io.kinstream.monitor;

import java.util.function.Supplier;

/** The newest value of a gauge; NaN until there is one. Thread-safe. */
final class Level implements Supplier<Number> {

    private volatile double value = Double.NaN;

    void set(double newest) {
        value = newest;
    }

    double value() {
        return value;
    }

    @Override
    public Number get() {
        return value;
    }
}
