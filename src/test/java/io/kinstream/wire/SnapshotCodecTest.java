package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.LearnerState;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private final ModelSnapshot small = Examples.snapshot();
    private final ModelSnapshot large = large("a3f1", 500);
    private final Map<String, byte[]> records = new HashMap<>();

    @Test
    void aModelComesBackBitForBit() {
        put(small);
        ModelSnapshot back = complete();
        assertEquals(Content.of(small), Content.of(back));
    }

    @Test
    void aModelOfTwentyMegabytesComesBackFromSmallBlocks() {
        List<SnapshotCodec.Entry> entries = put(large);
        assertEquals(large.manifest().blocks() + 1, entries.size());
        assertEquals("block-0", entries.get(0).key());
        assertEquals("manifest", entries.get(entries.size() - 1).key());
        entries.forEach(entry -> assertTrue(entry.value().length <= 512 * 1024));
        assertArrayEquals(large.parameters(), complete().parameters());
    }

    @Test
    void theChecksumIsOfTheWeightsAsLittleEndianFloats() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(large.parameters().length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float parameter : large.parameters()) {
            bytes.putFloat(parameter);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        assertEquals(HexFormat.of().formatHex(digest), large.manifest().checksum());
    }

    @Test
    void withoutManifestOrBlockItIsIncomplete() {
        assertIncomplete("the manifest is missing");
        put(large);
        records.remove("block-7");
        assertIncomplete("block-7 of " + large.manifest().blocks() + " is missing");
    }

    @Test
    void blocksOfAnotherVersionOrModelAreIncomplete() {
        put(large);
        byte[] manifest = records.get("manifest");
        put(large("a3f1", 600));
        records.put("manifest", manifest);
        assertIncomplete("block-0 is of model a3f1 version 600, but the manifest is of model a3f1 version 500");
        put(large("b", 500));
        records.put("manifest", manifest);
        assertIncomplete("block-0 is of model b version 500, but the manifest is of model a3f1 version 500");
    }

    @Test
    void changedWeightsAreCorrupt() {
        put(small);
        byte[] block = records.get("block-0");
        block[block.length - 1] ^= 1;
        assertCorrupt("the weights must have checksum " + small.manifest().checksum() + ", but have");
    }

    @Test
    void everyChangedByteOfABlockIsNoticed() {
        put(small);
        byte[] good = records.get("block-0");
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 0x10;
            records.put("block-0", changed);
            assertTrue(!(assemble() instanceof SnapshotCodec.Complete), "byte " + i);
        }
    }

    @Test
    void tornOrForeignBlocksAreCorrupt() {
        put(small);
        byte[] good = records.get("block-0");
        for (int length = 0; length < good.length; length++) {
            records.put("block-0", Examples.cut(good, length));
            assertInstanceOf(SnapshotCodec.Corrupt.class, assemble());
        }
        records.put("block-0", Examples.cut(good, good.length + 4));
        assertCorrupt("4 bytes too many");
        records.put("block-0", Examples.utf8("KSCP and so on"));
        assertCorrupt("it must start with KSMB");
    }

    @Test
    void aBlockUnderAnotherKeyIsCorrupt() {
        put(large);
        records.put("block-2", records.get("block-3"));
        assertCorrupt("block-2 must have index 2, but was 3");
    }

    @Test
    void aManifestThatCannotBeReadIsCorrupt() {
        put(small);
        for (Map.Entry<String, String> change : Map.of(
                        "\"layers\":[3,2,1]", "\"layers\":[3]",
                        "\"activation\":\"tanh\"", "\"activation\":\"step\"",
                        "\"parameters\":11", "\"parameters\":12",
                        "\"model_id\":\"a3f1\"", "\"model_id\":\"\"",
                        "\"model_version\":12800", "\"model_version\":\"12800\"",
                        "\"seed\":-42,", "",
                        "\"blocks\":1,", "\"blocks\":-1,",
                        "{", "")
                .entrySet()) {
            String json = new String(small.manifest().toJson(), StandardCharsets.UTF_8);
            assertTrue(json.contains(change.getKey()), change.getKey());
            records.put("manifest", Examples.utf8(json.replace(change.getKey(), change.getValue())));
            assertCorrupt("a model's manifest cannot be read");
        }
    }

    @Test
    void aManifestThatPromisesMoreWeightsThanThereAreAllocatesNothing() {
        put(small);
        String json = new String(small.manifest().toJson(), StandardCharsets.UTF_8);
        json = json.replace("[3,2,1]", "[40000,50000,1]").replace("\"parameters\":11", "\"parameters\":2000100001");
        records.put("manifest", Examples.utf8(json));
        assertCorrupt("blocks of the manifest must be 15290, but was 1");
        records.put("manifest", Examples.utf8(json.replace("\"blocks\":1", "\"blocks\":15290")));
        assertIncomplete("block-1 of 15290 is missing");
    }

    @Test
    void aModelOfAnotherShapeIsNotUsable() {
        put(small);
        Architecture other = new Architecture(List.of(3, 2, 1), Activation.RELU);
        SnapshotCodec.Assembly assembly = SnapshotCodec.assemble(records.get("manifest"), records::get, other);
        assertEquals(
                new SnapshotCodec.Corrupt("model a3f1 must have layers 3,2,1 relu (model.layers, model.activation),"
                        + " but has 3,2,1 tanh"),
                assembly);
    }

    @Test
    void onlyRecordsOfAModelOfThatSizeBelongToIt() {
        Architecture shape = Architecture.of("199,1000,1", Activation.RELU);
        for (String key : List.of("manifest", "block-0", "block-1")) {
            assertTrue(SnapshotCodec.belongs(key, new byte[SnapshotCodec.MAX_BLOCK_BYTES], shape), key);
            assertTrue(SnapshotCodec.belongs(key, null, shape), key);
            assertTrue(SnapshotCodec.belongs(key, null), key);
            assertFalse(SnapshotCodec.belongs(key, new byte[SnapshotCodec.MAX_BLOCK_BYTES + 1], shape), key);
        }
        for (String key : List.of("", "Manifest", "block-", "block-2", "block-01", "block--1", "block-9999999999")) {
            assertFalse(SnapshotCodec.belongs(key, new byte[0], shape), key);
        }
    }

    private List<SnapshotCodec.Entry> put(ModelSnapshot snapshot) {
        List<SnapshotCodec.Entry> entries = SnapshotCodec.encode(snapshot);
        entries.forEach(entry -> records.put(entry.key(), entry.value()));
        return entries;
    }

    private SnapshotCodec.Assembly assemble() {
        return SnapshotCodec.assemble(records.get("manifest"), records::get);
    }

    private ModelSnapshot complete() {
        return assertInstanceOf(SnapshotCodec.Complete.class, assemble()).snapshot();
    }

    private void assertIncomplete(String missing) {
        assertEquals(new SnapshotCodec.Incomplete(missing), assemble());
    }

    private void assertCorrupt(String problem) {
        String said = assertInstanceOf(SnapshotCodec.Corrupt.class, assemble()).problem();
        assertTrue(said.contains(problem), said);
    }

    private static ModelSnapshot large(String modelId, long version) {
        Architecture architecture = new Architecture(List.of(5000, 1000, 32), Activation.RELU);
        float[] parameters = new float[architecture.parameterCount()];
        SplittableRandom random = new SplittableRandom(version);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble() - 0.5f;
        }
        LearnerState state = new LearnerState(
                architecture,
                1,
                ContrastiveLoss.drlim(1),
                version,
                parameters,
                Examples.learner().prequential());
        return ModelSnapshot.of(
                modelId, state, OptionalLong.of(0), 0.01f, Examples.quality(), Examples.calibration(), 0);
    }
}
