package io.kinstream.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kinstream.learn.Prequential;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Label;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairWindowTest {

    private final Prequential pairs = new Prequential(10, ContrastiveLoss.drlim(1));
    private final PairWindow window = new PairWindow();

    @Test
    void nothingIsCopiedUntilSomebodyAsks() {
        window.offer(pairs);
        assertEquals(Optional.empty(), window.newest());
        window.offer(pairs);
        assertEquals(0, window.newest().orElseThrow().size());
    }

    @Test
    void eachQuestionGetsOneCopyThatLaterPairsDoNotChange() {
        window.newest();
        window.offer(pairs);
        var first = window.newest().orElseThrow();
        pairs.record(0.5f, Label.SIMILAR, 0.125f);
        assertEquals(0, first.size());

        window.offer(pairs);
        pairs.record(0.7f, Label.SIMILAR, 0.2f);
        window.offer(pairs); // nobody has asked again
        var second = window.newest().orElseThrow();
        assertArrayEquals(new float[] {0.5f}, second.distances());
        assertSame(second, window.newest().orElseThrow());
    }

    @Test
    void whatWasLearnedElsewhereIsForgotten() {
        window.newest();
        window.offer(pairs);
        window.forget();
        assertEquals(Optional.empty(), window.newest());
    }
}
