package io.kinstream.monitor;

import io.kinstream.learn.Prequential;
import io.kinstream.learn.PrequentialState;
import java.util.Optional;

/**
 * Hands the pairs that quality is measured over from the thread that learns to those who look. A copy is made only when
 * one was asked for, so that nobody's looking costs nothing; it is fresh from the second time on. Thread-safe.
 */
public final class PairWindow {

    private volatile boolean asked;
    private volatile PrequentialState newest;

    /** The newest copy, if there is one, and asks for another; it is shared and not to be changed. */
    public Optional<PrequentialState> newest() {
        asked = true;
        return Optional.ofNullable(newest);
    }

    /** Called by the thread that learns, now and then. */
    public void offer(Prequential pairs) {
        if (asked) {
            asked = false;
            newest = pairs.state();
        }
    }

    void forget() {
        newest = null;
    }
}
