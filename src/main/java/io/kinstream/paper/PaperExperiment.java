package io.kinstream.paper;

import java.io.IOException;

/** The experiments there are. */
public enum PaperExperiment {
    /** 4s and 9s by their neighbours. */
    DIGITS("1", 100_000) {
        @Override
        Experiment prepare(Materials materials, long seed) throws IOException {
            return new DigitsExperiment(materials.digits());
        }
    },
    /** Shifted digits by their neighbours. */
    SHIFTED("2a", 300_000) {
        @Override
        Experiment prepare(Materials materials, long seed) throws IOException {
            return new ShiftExperiment(materials.digits(), false);
        }
    },
    /** Shifted digits, and that shifts mean nothing. */
    SHIFT_INVARIANT("2b", 300_000) {
        @Override
        Experiment prepare(Materials materials, long seed) throws IOException {
            return new ShiftExperiment(materials.digits(), true);
        }
    },
    /** The lit object on a turntable. */
    TURNTABLE("3", 217_470) {
        @Override
        Experiment prepare(Materials materials, long seed) {
            return new TurntableExperiment(materials.background(), seed);
        }

        @Override
        public long pairs(Background background) {
            return background == Background.HARD ? HARD_PAIRS : super.pairs(background);
        }
    };

    private static final long HARD_PAIRS = 1_000_000;

    private final String key;
    private final long pairs;

    PaperExperiment(String key, long pairs) {
        this.key = key;
        this.pairs = pairs;
    }

    /** The paper's number for it. */
    public String key() {
        return key;
    }

    /** How many pairs are learned unless something else is asked for; that is what the figures asked of it are for. */
    public long pairs(Background background) {
        return pairs;
    }

    abstract Experiment prepare(Materials materials, long seed) throws IOException;
}
