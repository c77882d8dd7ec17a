package io.kinstream.wire;

import io.kinstream.learn.Calibration;
import io.kinstream.learn.LearnerState;
import io.kinstream.learn.Pair;
import io.kinstream.learn.PrequentialState;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.nn.LossForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Records with something of everything, fixed ones for golden bytes and arbitrary ones by seed. */
final class Examples {
    private static final float[] AWKWARD = {
        0f, -0f, 1f, -1.5f, 0.1f, Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, 1e-20f, 3.4e7f
    };

    private Examples() {}

    static Features dense() {
        return new Features.Dense(new float[] {0.1f, -0f, Float.MIN_VALUE, 0f, -3.5f, Float.MAX_VALUE});
    }

    static Features sparse() {
        return new Features.Sparse(
                new int[] {0, 130, 131, 70_000, Integer.MAX_VALUE}, new float[] {0.5f, 0f, -0f, 1f, -2f});
    }

    static LogEntry.Learn learn() {
        Pair pair = new Pair(dense(), sparse(), Label.DISSIMILAR, 0.25f);
        return new LogEntry.Learn(new Origin("kinstream.pairs", 3, 4_711_000_000_000L), pair);
    }

    static WaitingPair waiting() {
        SourceRecord source = new SourceRecord(
                "kinstream.pairs",
                2,
                815,
                1_767_225_600_000L,
                null,
                utf8("{\"left\":\"Stück 1\"}"),
                List.of(new Header("a", new byte[0]), new Header("b", null), Header.text("b", "ü")));
        PairEvent pair = new PairEvent(new Side.Id("Stück 1"), new Side.Inline(sparse()), Label.SIMILAR, 1);
        return new WaitingPair(source, pair);
    }

    static LearnerState learner() {
        return new LearnerState(
                new Architecture(List.of(3, 2, 1), Activation.TANH),
                -42,
                ContrastiveLoss.drlim(1.5f),
                12_800,
                new float[] {1, 2, 3, 4, 5, 6, -0f, Float.MIN_VALUE, 0.1f, 0, -7},
                new PrequentialState(new float[] {0.5f, 1.25f, 0}, new float[] {0.125f, 0.03125f, 0}, new boolean[] {
                    true, false, true
                }));
    }

    static Checkpoint checkpoint() {
        return checkpoint(OptionalLong.of(12_811));
    }

    static Checkpoint checkpoint(OptionalLong logPosition) {
        List<byte[]> pending = List.of(utf8("first"), new byte[0]);
        return new Checkpoint("a3f1", learner(), pending, logPosition, 12_000, 1_767_225_600_000L);
    }

    /** Format 3 of the checkpoint. */
    static Checkpoint checkpointWithStatistics() {
        Checkpoint plain = checkpoint();
        return new Checkpoint(
                plain.modelId(),
                withStatistics(),
                plain.pending(),
                plain.logPosition(),
                plain.lastPublishedVersion(),
                plain.lastPublishedAt());
    }

    private static LearnerState withStatistics() {
        return learner().with(new float[] {0.75f, 12_800, 1.5f, 20_000, -0.5f, 0, 0.25f});
    }

    static Quality quality() {
        return new Quality(2, 1, 0.05, 0.06, 0.03, 0.25, 1.25, Double.NaN, 0.98, 0.07, 0.5, 1);
    }

    static Calibration calibration() {
        return new Calibration(
                0.25, 0, 0.5, List.of(new Calibration.Step(0, 0.75, 2), new Calibration.Step(0.875, 0.25, 1)));
    }

    /** As writers wrote it who did not calibrate. */
    static ModelManifest olderManifest(OptionalLong logOffset) {
        return ModelSnapshot.of("a3f1", learner(), logOffset, 0.01f, quality(), Calibration.UNKNOWN, 1_767_225_600_000L)
                .manifest();
    }

    static ModelSnapshot snapshot() {
        return snapshot(OptionalLong.of(12_809));
    }

    static ModelSnapshot snapshot(OptionalLong logOffset) {
        return ModelSnapshot.of("a3f1", learner(), logOffset, 0.01f, quality(), calibration(), 1_767_225_600_000L);
    }

    static ModelSnapshot snapshotWithStatistics() {
        return ModelSnapshot.of(
                "a3f1", withStatistics(), OptionalLong.of(12_809), 0.01f, quality(), calibration(), 1_767_225_600_000L);
    }

    /** A vector of up to 40 numbers of every kind, with many or few zeros, dense or sparse. */
    static Features features(SplittableRandom random) {
        int length = random.nextInt(40);
        int zeros = random.nextInt(4);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(4) < zeros ? 0 : number(random);
        }
        if (random.nextBoolean()) {
            return new Features.Dense(values);
        }
        int[] indices = random.ints(0, Integer.MAX_VALUE)
                .distinct()
                .limit(length)
                .sorted()
                .toArray();
        return new Features.Sparse(indices, values);
    }

    static float number(SplittableRandom random) {
        float finite = Float.intBitsToFloat(random.nextInt());
        return random.nextBoolean() || !Float.isFinite(finite) ? AWKWARD[random.nextInt(AWKWARD.length)] : finite;
    }

    static LogEntry entry(SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            return random.nextBoolean() ? new LogEntry.Flush() : new LogEntry.WakeUp();
        }
        Origin origin = new Origin("t" + random.nextInt(9), random.nextInt(1 << 20), random.nextLong(Long.MAX_VALUE));
        Pair pair = new Pair(features(random), features(random), label(random), 0.001f + random.nextInt(5));
        return new LogEntry.Learn(origin, pair);
    }

    static WaitingPair waiting(SplittableRandom random) {
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(new Header("h" + i, bytes(random)));
        }
        SourceRecord source = new SourceRecord(
                "t",
                random.nextInt(100),
                random.nextLong(1L << 50),
                random.nextLong(),
                bytes(random),
                bytes(random),
                headers);
        return new WaitingPair(source, new PairEvent(side(random), side(random), label(random), 2));
    }

    static Checkpoint checkpoint(SplittableRandom random) {
        int window = random.nextInt(20);
        boolean[] similar = new boolean[window];
        for (int i = 0; i < window; i++) {
            similar[i] = random.nextBoolean();
        }
        List<byte[]> pending = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            pending.add(LogEntryCodec.encode(entry(random)));
        }
        Architecture architecture = new Architecture(List.of(1 + random.nextInt(900), 300, 2), Activation.RELU);
        LearnerState learner = new LearnerState(
                architecture,
                random.nextLong(),
                loss(random),
                random.nextLong(),
                numbers(random, architecture.parameterCount()),
                numbers(random, random.nextInt(2) * LearnerState.mostStatistics(architecture)),
                new PrequentialState(numbers(random, window), numbers(random, window), similar));
        OptionalLong logPosition =
                random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong(Long.MAX_VALUE));
        return new Checkpoint(
                "m" + random.nextInt(), learner, pending, logPosition, random.nextLong(), random.nextLong());
    }

    private static ContrastiveLoss loss(SplittableRandom random) {
        LossForm form = LossForm.values()[random.nextInt(LossForm.values().length)];
        Distance distance = Distance.values()[random.nextInt(Distance.values().length)];
        float similarMargin = form == LossForm.EXPONENTIAL ? 0 : (float) random.nextDouble();
        return new ContrastiveLoss(form, distance, similarMargin, 1 + (float) random.nextDouble());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes without the last ones. */
    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(random);
        }
        return numbers;
    }

    private static Label label(SplittableRandom random) {
        return random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR;
    }

    private static Side side(SplittableRandom random) {
        return random.nextBoolean()
                ? new Side.Id("ü" + random.nextInt())
                : new Side.Inline(new Features.Sparse(new int[] {random.nextInt(99)}, new float[] {number(random)}));
    }

    private static byte[] bytes(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
        return bytes;
    }
}
