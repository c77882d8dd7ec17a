package io.kinstream.wire;

import io.kinstream.learn.LearnerState;
import io.kinstream.learn.PrequentialState;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.LossForm;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is in a checkpoint, one after another. Format 1 ended before the log position, format 2 before the loss, which was
 * that of DrLIM, and without statistics.
 *
 * <pre>
 *   model id:text  last published version:int64  last published at:int64
 *   layers (count:varint, count x varint)  activation:text  seed:int64  margin:float32  pairs learned:int64
 *   parameters (count:varint, count x float32)
 *   window (count:varint, count x distance:float32, count x loss:float32, count x similar:octet)
 *   pending (count:varint, count x block)  log position:int64 (-1: not known)
 *   form:text  distance:text  similar margin:float32  statistics (count:varint, count x float32)
 * </pre>
 */
final class CheckpointBody {
    private static final long UNKNOWN = -1;
    private static final int ROOM_BESIDES_ARRAYS = 1024;

    private CheckpointBody() {}

    static byte[] encode(Checkpoint checkpoint) {
        ByteWriter out = new ByteWriter(roughSize(checkpoint));
        out.text(checkpoint.modelId());
        out.int64(checkpoint.lastPublishedVersion()).int64(checkpoint.lastPublishedAt());
        write(checkpoint.learner(), out);
        out.varint(checkpoint.pending().size());
        for (byte[] record : checkpoint.pending()) {
            out.block(record);
        }
        out.int64(checkpoint.logPosition().orElse(UNKNOWN));
        write(checkpoint.learner().loss(), out);
        float[] statistics = checkpoint.learner().statistics();
        out.varint(statistics.length).floats(statistics, 0, statistics.length);
        return out.written();
    }

    static Checkpoint decode(byte[] bytes) {
        ByteReader in = new ByteReader("a checkpoint", bytes);
        String modelId = in.text();
        long publishedVersion = in.int64();
        long publishedAt = in.int64();
        LearnerState learner = readLearner(in);
        List<byte[]> pending = new ArrayList<>();
        for (int count = in.count(1); count > 0; count--) {
            pending.add(in.requiredBlock());
        }
        long position = in.remaining() == 0 ? UNKNOWN : in.int64();
        if (in.remaining() > 0) {
            ContrastiveLoss loss = readLoss(in, learner.loss().margin());
            learner = with(loss, in.floats(in.count(Float.BYTES)), learner);
        }
        in.expectEnd();
        OptionalLong logPosition = position == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(position);
        return new Checkpoint(modelId, learner, pending, logPosition, publishedVersion, publishedAt);
    }

    private static int roughSize(Checkpoint checkpoint) {
        LearnerState learner = checkpoint.learner();
        long pending =
                checkpoint.pending().stream().mapToLong(b -> b.length + 5L).sum();
        long statistics = 4L * learner.statistics().length;
        long window = 9L * learner.prequential().distances().length;
        return Math.toIntExact(4L * learner.parameters().length + window + pending + statistics + ROOM_BESIDES_ARRAYS);
    }

    private static void write(LearnerState learner, ByteWriter out) {
        List<Integer> layers = learner.architecture().layers();
        out.varint(layers.size());
        layers.forEach(out::varint);
        out.text(learner.architecture().activation().word());
        out.int64(learner.seed()).float32(learner.loss().margin()).int64(learner.pairsLearned());
        out.varint(learner.parameters().length).floats(learner.parameters(), 0, learner.parameters().length);
        write(learner.prequential(), out);
    }

    private static LearnerState readLearner(ByteReader in) {
        List<Integer> layers = new ArrayList<>();
        for (int count = in.count(1); count > 0; count--) {
            layers.add(in.intVarint());
        }
        Architecture architecture = architecture(in, layers, in.text());
        long seed = in.int64();
        float margin = in.float32();
        long pairsLearned = in.int64();
        float[] parameters = in.floats(in.count(Float.BYTES));
        ContrastiveLoss loss = loss(in, LossForm.DRLIM.word(), Distance.EUCLIDEAN.word(), 0, margin);
        return new LearnerState(architecture, seed, loss, pairsLearned, parameters, readWindow(in));
    }

    private static LearnerState with(ContrastiveLoss loss, float[] statistics, LearnerState read) {
        return new LearnerState(
                read.architecture(),
                read.seed(),
                loss,
                read.pairsLearned(),
                read.parameters(),
                statistics,
                read.prequential());
    }

    private static Architecture architecture(ByteReader in, List<Integer> layers, String activation) {
        try {
            return new Architecture(layers, Activation.of(activation));
        } catch (IllegalArgumentException e) {
            throw in.corrupt(e.getMessage());
        }
    }

    /** All but its margin, which is where it was when there was nothing else. */
    private static void write(ContrastiveLoss loss, ByteWriter out) {
        out.text(loss.form().word()).text(loss.distance().word()).float32(loss.similarMargin());
    }

    private static ContrastiveLoss readLoss(ByteReader in, float margin) {
        return loss(in, in.text(), in.text(), in.float32(), margin);
    }

    private static ContrastiveLoss loss(
            ByteReader in, String form, String distance, float similarMargin, float margin) {
        try {
            return new ContrastiveLoss(LossForm.of(form), Distance.of(distance), similarMargin, margin);
        } catch (IllegalArgumentException e) {
            throw in.corrupt(e.getMessage());
        }
    }

    private static void write(PrequentialState window, ByteWriter out) {
        int count = window.distances().length;
        out.varint(count).floats(window.distances(), 0, count).floats(window.losses(), 0, count);
        for (boolean similar : window.similar()) {
            out.octet(similar ? 1 : 0);
        }
    }

    private static PrequentialState readWindow(ByteReader in) {
        int count = in.count(2 * Float.BYTES + 1);
        float[] distances = in.floats(count);
        float[] losses = in.floats(count);
        boolean[] similar = new boolean[count];
        for (int i = 0; i < count; i++) {
            similar[i] = in.octet() != 0;
        }
        return new PrequentialState(distances, losses, similar);
    }
}
