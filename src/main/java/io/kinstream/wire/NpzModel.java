package io.kinstream.wire;

import io.kinstream.learn.LearnerState;
import io.kinstream.nn.Architecture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A model as a file for other programs: NumPy's {@code .npz}, a zip of arrays. {@code w0 [inputs x outputs]} and
 * {@code b0 [outputs]} are the first layer, and so on; {@code statistics}, if it is there, is what the learner knew of its
 * stream, see {@link LearnerState}; {@code manifest.json} is the manifest.
 */
public final class NpzModel {

    private static final String MANIFEST = "manifest.json";
    private static final String STATISTICS = "statistics.npy";

    private NpzModel() {}

    /** Where an array is in the flat array of weights. */
    private record Slice(int offset, int count, String shape) {}

    /** Writes the file; the stream is left open. */
    public static void write(ModelSnapshot model, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        entry(zip, MANIFEST, model.manifest().toJson());
        for (Map.Entry<String, Slice> array :
                slices(model.manifest().architecture()).entrySet()) {
            Slice slice = array.getValue();
            entry(
                    zip,
                    array.getKey(),
                    NpyArray.encode(model.parameters(), slice.offset(), slice.count(), slice.shape()));
        }
        int statistics = model.statistics().length;
        if (statistics > 0) {
            entry(zip, STATISTICS, NpyArray.encode(model.statistics(), 0, statistics, shape(statistics)));
        }
        zip.finish();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file all of its bytes
     * @throws CorruptDataException when something is missing, changed or not of this model, whatever the bytes are
     */
    public static ModelSnapshot read(byte[] file) {
        Map<String, byte[]> entries = entries(file);
        byte[] json = entries.remove(MANIFEST);
        if (json == null) {
            throw new CorruptDataException("an exported model must hold " + MANIFEST + ", but does not");
        }
        ModelManifest manifest = ModelManifest.parse(json);
        float[] statistics = statistics(entries.remove(STATISTICS));
        Map<String, Slice> slices = slices(manifest.architecture());
        int parameters = manifest.architecture().parameterCount();
        requireArrays(entries, slices.keySet(), parameters);
        float[] weights = new float[parameters];
        slices.forEach((name, slice) ->
                NpyArray.decode(name, entries.get(name), slice.shape(), weights, slice.offset(), slice.count()));
        String checksum = WeightsChecksum.of(weights, statistics);
        if (!checksum.equals(manifest.checksum())) {
            throw new CorruptDataException(
                    "the weights must have checksum " + manifest.checksum() + ", but have " + checksum);
        }
        return new ModelSnapshot(manifest, weights, statistics);
    }

    /** @param file may be null: no statistics */
    private static float[] statistics(byte[] file) {
        return file == null ? new float[0] : NpyArray.decodeVector(STATISTICS, file);
    }

    private static String shape(int count) {
        return "(" + count + ",)";
    }

    /** The arrays by name, in the order of the file. */
    private static Map<String, Slice> slices(Architecture architecture) {
        Map<String, Slice> slices = new LinkedHashMap<>();
        for (int layer = 0; layer < architecture.depth(); layer++) {
            int offset = architecture.offset(layer);
            int outputs = architecture.outputs(layer);
            int weights = architecture.inputs(layer) * outputs;
            String shape = "(" + architecture.inputs(layer) + ", " + outputs + ")";
            slices.put("w" + layer + ".npy", new Slice(offset, weights, shape));
            slices.put("b" + layer + ".npy", new Slice(offset + weights, outputs, shape(outputs)));
        }
        return slices;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same model gives the same bytes
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static Map<String, byte[]> entries(byte[] file) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptDataException("an exported model must be a whole zip file, but was not: " + e, e);
        }
    }

    private static void requireArrays(Map<String, byte[]> found, Set<String> names, int parameters) {
        if (!found.keySet().equals(names)) {
            throw new CorruptDataException("an exported model of these layers must hold the arrays " + names
                    + ", but holds " + found.keySet());
        }
        long bytes = found.values().stream().mapToLong(array -> array.length).sum();
        if (bytes < (long) parameters * Float.BYTES) {
            throw new CorruptDataException(
                    "the arrays must hold " + parameters + " weights, but are only " + bytes + " bytes");
        }
    }
}
