package io.kinstream.wire;

import io.kinstream.learn.LearnerState;
import io.kinstream.nn.Architecture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Models as keyed records: blocks of weights, each far below the broker's default size limit, then a manifest.
 *
 * <pre>
 *   block   "KSMB"  2  model id:text  version:int64  index:varint  count:varint  count x float32
 * </pre>
 *
 * The octet after the magic is the format; 1, without statistics, is still read. Blocks follow one another in the
 * encoder's flat array, which the learner's statistics follow, if there are any.
 */
public final class SnapshotCodec {
    /** The key of the manifest. */
    public static final String MANIFEST_KEY = "manifest";

    /** No block is larger, in bytes. */
    public static final int MAX_BLOCK_BYTES = 512 * 1024;

    private static final String BLOCK_PREFIX = "block-";
    private static final Pattern BLOCK_KEY = Pattern.compile(BLOCK_PREFIX + "(0|[1-9][0-9]{0,5})");
    private static final byte[] MAGIC = "KSMB".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 2;
    private static final int OLDEST_FORMAT = 1;
    private static final int ROOM_BESIDES_WEIGHTS = 1024;
    private static final int BLOCK_FLOATS = (MAX_BLOCK_BYTES - ROOM_BESIDES_WEIGHTS) / Float.BYTES;

    private SnapshotCodec() {}

    /** A record of the models topic. */
    public record Entry(String key, byte[] value) {}

    /** What became of the records found. */
    public sealed interface Assembly {}

    /** All blocks of one version are there, and the checksum holds. */
    public record Complete(ModelSnapshot snapshot) implements Assembly {}

    /** Something is missing or still of another version: keep the old model and look again when more has come. */
    public record Incomplete(String missing) implements Assembly {}

    /** What is there is wrong, and waiting will not help: keep the old model and say so. */
    public record Corrupt(String problem) implements Assembly {}

    /** The key of a block, counted from 0. */
    public static String blockKey(int index) {
        return BLOCK_PREFIX + index;
    }

    /**
     * Whether a record may be one of a model of this shape: whoever keeps only such ones keeps no more than a
     * model takes, whatever else was written to the topic.
     */
    public static boolean belongs(String key, byte[] value, Architecture architecture) {
        return belongs(key, value, mostBlocks(architecture));
    }

    /** As {@link #belongs(String, byte[], Architecture)}, for any shape. */
    public static boolean belongs(String key, byte[] value) {
        return belongs(key, value, Integer.MAX_VALUE);
    }

    private static boolean belongs(String key, byte[] value, int blocks) {
        boolean fits = value == null || value.length <= MAX_BLOCK_BYTES;
        return fits && (key.equals(MANIFEST_KEY) || BLOCK_KEY.matcher(key).matches() && number(key) < blocks);
    }

    private static int number(String blockKey) {
        return Integer.parseInt(blockKey.substring(BLOCK_PREFIX.length()));
    }

    /** The records of a model in the order to write them: the blocks first, the manifest last. */
    public static List<Entry> encode(ModelSnapshot snapshot) {
        List<Entry> entries = new ArrayList<>();
        float[] numbers = numbers(snapshot);
        int blocks = blockCount(numbers.length);
        for (int i = 0; i < blocks; i++) {
            entries.add(new Entry(blockKey(i), block(snapshot.manifest(), numbers, i)));
        }
        entries.add(new Entry(MANIFEST_KEY, snapshot.manifest().toJson()));
        return entries;
    }

    /**
     * Puts a model together.
     *
     * @param manifest the record {@code manifest}, null when there is none
     * @param blocks the record of a key, null when there is none
     */
    public static Assembly assemble(byte[] manifest, Function<String, byte[]> blocks) {
        return assemble(manifest, blocks, found -> Optional.empty());
    }

    /** As {@link #assemble(byte[], Function)}, but a model of another shape is not usable. */
    public static Assembly assemble(byte[] manifest, Function<String, byte[]> blocks, Architecture architecture) {
        return assemble(
                manifest,
                blocks,
                found -> found.architecture().equals(architecture)
                        ? Optional.empty()
                        : Optional.of("model " + found.modelId() + " must have layers " + architecture
                                + " (model.layers, model.activation), but has " + found.architecture()));
    }

    private static float[] numbers(ModelSnapshot snapshot) {
        int parameters = snapshot.parameters().length;
        int statistics = snapshot.statistics().length;
        float[] numbers = Arrays.copyOf(snapshot.parameters(), Math.addExact(parameters, statistics));
        System.arraycopy(snapshot.statistics(), 0, numbers, parameters, statistics);
        return numbers;
    }

    static int blockCount(long numbers) {
        return (int) ((numbers + BLOCK_FLOATS - 1) / BLOCK_FLOATS);
    }

    private static int mostBlocks(Architecture architecture) {
        return blockCount((long) architecture.parameterCount() + LearnerState.mostStatistics(architecture));
    }

    private static byte[] block(ModelManifest manifest, float[] numbers, int index) {
        int from = index * BLOCK_FLOATS;
        int count = Math.min(BLOCK_FLOATS, numbers.length - from);
        ByteWriter out = new ByteWriter(count * Float.BYTES + ROOM_BESIDES_WEIGHTS);
        out.bytes(MAGIC, 0, MAGIC.length).octet(FORMAT);
        out.text(manifest.modelId()).int64(manifest.modelVersion());
        out.varint(index).varint(count).floats(numbers, from, count);
        return out.written();
    }

    private static Assembly assemble(
            byte[] manifest, Function<String, byte[]> blocks, Function<ModelManifest, Optional<String>> problem) {
        if (manifest == null) {
            return new Incomplete("the manifest is missing");
        }
        try {
            ModelManifest read = ModelManifest.parse(manifest);
            Optional<String> found = problem.apply(read);
            return found.isPresent() ? new Corrupt(found.get()) : assemble(read, blocks);
        } catch (CorruptDataException e) {
            return new Corrupt(e.getMessage());
        }
    }

    private static Assembly assemble(ModelManifest manifest, Function<String, byte[]> blocks) {
        int fewest = blockCount(manifest.architecture().parameterCount());
        int most = mostBlocks(manifest.architecture());
        if (manifest.blocks() < fewest || manifest.blocks() > most) {
            String range = fewest == most ? "" + most : fewest + " to " + most;
            return new Corrupt("blocks of the manifest must be " + range + ", but was " + manifest.blocks());
        }
        List<ByteReader> found = new ArrayList<>();
        for (int i = 0; i < manifest.blocks(); i++) {
            byte[] block = blocks.apply(blockKey(i));
            if (block == null) {
                return new Incomplete(blockKey(i) + " of " + manifest.blocks() + " is missing");
            }
            ByteReader in = new ByteReader(blockKey(i), block);
            String model = readModel(in);
            if (!model.equals(name(manifest.modelId(), manifest.modelVersion()))) {
                return new Incomplete(blockKey(i) + " is of " + model + ", but the manifest is of "
                        + name(manifest.modelId(), manifest.modelVersion()));
            }
            int index = in.intVarint();
            if (index != i) {
                return new Corrupt(blockKey(i) + " must have index " + i + ", but was " + index);
            }
            found.add(in);
        }
        return join(manifest, found);
    }

    private static String readModel(ByteReader in) {
        in.expectMagic(MAGIC);
        in.expectFormat(OLDEST_FORMAT, FORMAT);
        return name(in.text(), in.int64());
    }

    private static String name(String modelId, long version) {
        return "model " + modelId + " version " + version;
    }

    private static Assembly join(ModelManifest manifest, List<ByteReader> blocks) {
        int parameters = manifest.architecture().parameterCount();
        long there = blocks.stream().mapToLong(ByteReader::remaining).sum();
        if (there < (long) parameters * Float.BYTES) {
            return new Corrupt("the blocks must hold " + parameters + " weights, but are only " + there + " bytes");
        }
        long most = (long) parameters + LearnerState.mostStatistics(manifest.architecture());
        float[] numbers = new float[(int) Math.min(most, there / Float.BYTES)];
        int at = 0;
        for (ByteReader in : blocks) {
            int count = in.count(Float.BYTES);
            if (count > numbers.length - at) {
                return new Corrupt("the blocks must hold " + parameters + " weights, but hold more");
            }
            in.floats(numbers, at, count);
            in.expectEnd();
            at += count;
        }
        float[] weights = Arrays.copyOf(numbers, parameters);
        float[] statistics = Arrays.copyOfRange(numbers, parameters, Math.max(parameters, at));
        String checksum = WeightsChecksum.of(weights, statistics);
        if (at < parameters || !checksum.equals(manifest.checksum())) {
            return new Corrupt("the weights must have checksum " + manifest.checksum() + ", but have " + checksum);
        }
        return new Complete(new ModelSnapshot(manifest, weights, statistics));
    }
}
