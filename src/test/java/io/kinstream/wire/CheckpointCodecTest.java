package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.LearnerState;
import io.kinstream.learn.PrequentialState;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointCodecTest {
    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBitOfACheckpointComesBack(long seed) {
        Checkpoint checkpoint = Examples.checkpoint(new SplittableRandom(seed));
        List<byte[]> blocks = CheckpointCodec.encode(checkpoint);
        assertEquals(
                Content.of(checkpoint),
                Content.of(CheckpointCodec.decode(in(blocks)).orElseThrow()));
        blocks.forEach(block -> assertTrue(block.length <= 512 * 1024));
    }

    @Test
    void aModelOfTwentyMegabytesComesBackWholeInSmallBlocks() {
        Checkpoint checkpoint = large(1);
        List<byte[]> blocks = CheckpointCodec.encode(checkpoint);
        assertTrue(blocks.size() > 38, "blocks: " + blocks.size());
        blocks.forEach(block -> assertTrue(block.length <= 512 * 1024));
        LearnerState back = CheckpointCodec.decode(in(blocks)).orElseThrow().learner();
        assertArrayEquals(checkpoint.learner().parameters(), back.parameters());
    }

    @Test
    void noBlocksAreNoCheckpoint() {
        assertEquals(Optional.empty(), CheckpointCodec.decode(index -> null));
    }

    @Test
    void blocksLeftBehindByALongerCheckpointAreNotRead() {
        List<byte[]> blocks = new ArrayList<>(CheckpointCodec.encode(Examples.checkpoint()));
        blocks.add(CheckpointCodec.encode(large(1)).get(1));
        assertEquals(
                Content.of(Examples.checkpoint()),
                Content.of(CheckpointCodec.decode(in(blocks)).orElseThrow()));
    }

    @Test
    void missingBlocksAreNamed() {
        List<byte[]> blocks = CheckpointCodec.encode(large(1));
        for (int missing : new int[] {0, 1, 17, blocks.size() - 1}) {
            List<byte[]> some = new ArrayList<>(blocks);
            some.set(missing, null);
            assertRefused("block " + missing + " of the checkpoint is missing", some);
        }
    }

    @Test
    void blocksOfTwoCheckpointsDoNotPassForOne() {
        List<byte[]> blocks = new ArrayList<>(CheckpointCodec.encode(large(1)));
        blocks.set(3, CheckpointCodec.encode(large(2)).get(3));
        assertRefused("must be of the same checkpoint as block 0", blocks);
    }

    @Test
    void blocksUnderAnotherIndexAreRefused() {
        List<byte[]> blocks = new ArrayList<>(CheckpointCodec.encode(large(1)));
        blocks.set(3, blocks.get(4));
        assertRefused("index must be 3, but was 4", blocks);
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] block = CheckpointCodec.encode(Examples.checkpoint()).get(0);
        for (int i = 0; i < block.length; i++) {
            byte[] changed = block.clone();
            changed[i] ^= 0x10;
            assertThrows(CorruptDataException.class, () -> CheckpointCodec.decode(in(List.of(changed))), "byte " + i);
        }
    }

    @Test
    void tornBlocksAreRefused() {
        byte[] block = CheckpointCodec.encode(Examples.checkpoint()).get(0);
        for (int length = 0; length < block.length; length++) {
            byte[] torn = Examples.cut(block, length);
            assertThrows(CorruptDataException.class, () -> CheckpointCodec.decode(in(List.of(torn))));
        }
        assertRefused("", List.of(Examples.cut(block, block.length + 1)));
    }

    @Test
    void somethingElseIsRefusedByItsStart() {
        assertRefused("it must start with KSCP", List.of(Examples.utf8("{\"model_id\": \"a3f1\"}")));
    }

    private static void assertRefused(String message, List<byte[]> blocks) {
        CorruptDataException refused =
                assertThrows(CorruptDataException.class, () -> CheckpointCodec.decode(in(blocks)));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private static IntFunction<byte[]> in(List<byte[]> blocks) {
        return index -> index < blocks.size() ? blocks.get(index) : null;
    }

    private static Checkpoint large(long seed) {
        Architecture architecture = new Architecture(List.of(5000, 1000, 32), Activation.RELU);
        float[] parameters = new float[architecture.parameterCount()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble() - 0.5f;
        }
        PrequentialState window = new PrequentialState(new float[0], new float[0], new boolean[0]);
        LearnerState learner = new LearnerState(architecture, 1, ContrastiveLoss.drlim(1), 100, parameters, window);
        return new Checkpoint("a", learner, List.of(), OptionalLong.empty(), -1, 0);
    }
}
