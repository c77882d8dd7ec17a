package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes once written are read for ever. A file {@code <kind>-v<format>} is of one format: when a format changes, the old
 * file stays and a new one joins it; {@code -Dgolden.update=true} writes those that are missing, never over one.
 */
class GoldenBytesTest {
    private static final Path FOLDER = Path.of("src/test/resources/wire");

    /**
     * @param example what is in the file
     * @param written what the present code writes; null for a format that is only read
     */
    private record Kind(String file, Object example, byte[] written, Function<byte[], Object> reader) {}

    private static final ModelSnapshot MODEL = Examples.snapshot();
    private static final ModelSnapshot WITH_STATISTICS = Examples.snapshotWithStatistics();

    private static final List<Kind> KINDS = List.of(
            kind("features-dense-v1.bin", Examples.dense(), FeaturesCodec::encode, FeaturesCodec::decode),
            kind("features-sparse-v1.bin", Examples.sparse(), FeaturesCodec::encode, FeaturesCodec::decode),
            kind("log-learn-v1.bin", Examples.learn(), LogEntryCodec::encode, LogEntryCodec::decode),
            kind("log-flush-v1.bin", new LogEntry.Flush(), LogEntryCodec::encode, LogEntryCodec::decode),
            kind("log-wake-up-v1.bin", new LogEntry.WakeUp(), LogEntryCodec::encode, LogEntryCodec::decode),
            kind(
                    "replay-extent-v1.bin",
                    new ReplayCodec.Extent(10_000, 12_000, 4_711_000_000_000L),
                    ReplayCodec::encode,
                    ReplayCodec::decodeExtent),
            kind("replay-pair-v1.bin", Examples.learn().pair(), ReplayCodec::encode, ReplayCodec::decodePair),
            kind("waiting-v1.bin", Examples.waiting(), WaitingPairCodec::encode, WaitingPairCodec::decode),
            older("checkpoint-v1.bin", Examples.checkpoint(OptionalLong.empty()), GoldenBytesTest::checkpoint),
            older("checkpoint-v2.bin", Examples.checkpoint(), GoldenBytesTest::checkpoint),
            kind(
                    "checkpoint-v3.bin",
                    Examples.checkpointWithStatistics(),
                    checkpoint -> CheckpointCodec.encode(checkpoint).get(0),
                    GoldenBytesTest::checkpoint),
            older(
                    "block-v1.bin",
                    new SnapshotCodec.Complete(MODEL),
                    block -> SnapshotCodec.assemble(MODEL.manifest().toJson(), key -> block)),
            kind(
                    "block-v2.bin",
                    new SnapshotCodec.Complete(WITH_STATISTICS),
                    model -> SnapshotCodec.encode(model.snapshot()).get(0).value(),
                    block -> SnapshotCodec.assemble(WITH_STATISTICS.manifest().toJson(), key -> block)),
            older("manifest-v1.json", Examples.olderManifest(OptionalLong.empty()), ModelManifest::parse),
            older("manifest-v2.json", Examples.olderManifest(OptionalLong.of(12_809)), ModelManifest::parse),
            kind("manifest-v3.json", MODEL.manifest(), ModelManifest::toJson, ModelManifest::parse));

    private static <T> Kind kind(
            String file, T example, Function<? super T, byte[]> writer, Function<byte[], Object> reader) {
        return new Kind(file, example, writer.apply(example), reader);
    }

    private static Kind older(String file, Object example, Function<byte[], Object> reader) {
        return new Kind(file, example, null, reader);
    }

    private static Checkpoint checkpoint(byte[] block) {
        return CheckpointCodec.decode(i -> i == 0 ? block : null).orElseThrow();
    }

    private static List<Kind> written() {
        return KINDS.stream().filter(kind -> kind.written != null).toList();
    }

    static List<Path> files() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            for (Kind kind : written()) {
                if (!Files.exists(FOLDER.resolve(kind.file))) {
                    Files.write(FOLDER.resolve(kind.file), kind.written);
                }
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void bytesOnceWrittenAreReadForEver(Path file) throws IOException {
        Kind kind = KINDS.stream()
                .filter(each -> each.file.equals(file.getFileName().toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no code reads " + file));
        assertEquals(Content.of(kind.example), Content.of(kind.reader.apply(Files.readAllBytes(file))));
    }

    @Test
    void whatIsWrittenNowHasNotChanged() throws IOException {
        assertFalse(files().isEmpty());
        for (Kind kind : written()) {
            Path file = FOLDER.resolve(kind.file);
            assertTrue(Files.exists(file), () -> file + " must be there: run with -Dgolden.update=true");
            assertArrayEquals(
                    Files.readAllBytes(file), kind.written, () -> file + ": a changed format needs a new number");
        }
    }
}
