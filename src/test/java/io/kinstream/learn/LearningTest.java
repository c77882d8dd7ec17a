package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.testing.Digits;
import io.kinstream.testing.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That something is learned, and as much as elsewhere. */
class LearningTest {
    private static final Digits DIGITS = new Digits();

    private static SiameseLearner learner(String layers) {
        Architecture architecture = Architecture.of(layers, Activation.RELU);
        return new SiameseLearner(
                new LearnerSettings(architecture, 1, ContrastiveLoss.drlim(1), LearningRate.constant(0.01f), 10_000));
    }

    private static void learn(SiameseLearner learner, int batchSize, int count, IntFunction<Features> digit) {
        List<Pair> pairs = Arrays.stream(DIGITS.pairs(1, count))
                .map(pair -> new Pair(digit.apply(pair.left()), digit.apply(pair.right()), pair.label(), 1))
                .toList();
        for (int i = 0; i < count; i += batchSize) {
            learner.learn(pairs.subList(i, Math.min(count, i + batchSize)));
        }
    }

    /** The same run that ReferenceSiameseTest compares in double precision. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandPairsOneByOneCostWhatTheyCostTheReference(boolean sparse) {
        SiameseLearner learner = learner("784,128,2");
        learn(learner, 1, 1000, sparse ? DIGITS::sparse : DIGITS::dense);

        float[] losses = learner.state().prequential().losses();
        double mean = IntStream.range(0, losses.length)
                .mapToDouble(i -> losses[i])
                .average()
                .orElseThrow();
        assertEquals(Golden.set("mnist10k").get("mean_loss").doubleValue(), mean, 1e-5);
        float[] embedding = learner.encoder().embed(DIGITS.dense(0));
        double[] expected = Golden.numbers(Golden.set("mnist10k").at("/after/embed_train0"));
        assertEquals(expected[0], embedding[0], 1e-4);
        assertEquals(expected[1], embedding[1], 1e-4);
    }

    @Test
    void fiveThousandPairsTellDigitsApart() {
        SiameseLearner learner = learner("784,64,8");
        double untrained = areaUnderCurve(learner.encoder());
        learn(learner, 16, 5000, DIGITS::sparse);
        double trained = areaUnderCurve(learner.encoder());
        assertTrue(untrained < 0.75, "untrained " + untrained);
        assertTrue(trained > 0.88, "trained " + trained);
    }

    /** The chance that a similar pair is closer than a dissimilar one, over 2,000 pairs that were not learned. */
    private static double areaUnderCurve(Encoder encoder) {
        Digits.Pair[] pairs = DIGITS.pairs(99, 2000);
        double[] similar = distances(encoder, pairs, Label.SIMILAR);
        double[] dissimilar = distances(encoder, pairs, Label.DISSIMILAR);
        long closer = 0;
        for (double near : similar) {
            for (double far : dissimilar) {
                closer += near < far ? 1 : 0;
            }
        }
        return (double) closer / similar.length / dissimilar.length;
    }

    private static double[] distances(Encoder encoder, Digits.Pair[] pairs, Label label) {
        return Arrays.stream(pairs)
                .filter(pair -> pair.label() == label)
                .mapToDouble(pair -> {
                    float[] z1 = encoder.embed(DIGITS.sparse(pair.left()));
                    float[] z2 = encoder.embed(DIGITS.sparse(pair.right()));
                    return IntStream.range(0, z1.length)
                            .mapToDouble(j -> (z1[j] - z2[j]) * (z1[j] - z2[j]))
                            .sum();
                })
                .toArray();
    }

    /** Every digit upside down: what was learned is of no use then. */
    @Test
    void alarmIsRaisedWhenTheStreamChangesAndNotWhileItIsLearned() {
        SiameseLearner learner = learner("784,64,16");
        learn(learner, 16, 30_000, DIGITS::sparse);
        assertEquals(0, learner.prequential().drift().count());

        learn(learner, 16, 1_000, digit -> Digits.sparse(mirrored(DIGITS.dense(digit))));
        assertEquals(1, learner.prequential().drift().count());
        assertTrue(learner.prequential().drift().pairs() > 500, "it is seen before half of them are learned");
    }

    private static Features.Dense mirrored(Features.Dense digit) {
        float[] values = new float[Digits.PIXELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = digit.values()[values.length - 1 - i];
        }
        return new Features.Dense(values);
    }
}
