package io.kinstream.wire;

import io.kinstream.learn.Calibration;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What a published model says of itself; the record {@code manifest} of the models topic.
 *
 * @param modelId changes with the architecture, the seed or a reset; 1 to 200 bytes of UTF-8
 * @param modelVersion the number of pairs learned
 * @param logOffset the first record of the learner's log that is not in the weights, where a replay goes on from them;
 *     empty in manifests of older writers, which did not know
 * @param learningRate the rate of the next step
 * @param quality over the prequential window at that moment; NaN where undefined
 * @param calibration over the same window; unknown in manifests of older writers
 * @param blocks how many blocks of weights belong to it
 * @param checksum SHA-256 of the weights as little-endian float32, in lower-case hex
 * @param publishedAt milliseconds since the epoch
 */
public record ModelManifest(
        String modelId,
        long modelVersion,
        OptionalLong logOffset,
        Architecture architecture,
        long seed,
        ContrastiveLoss loss,
        float learningRate,
        Quality quality,
        Calibration calibration,
        int blocks,
        String checksum,
        long publishedAt) {
    private static final int LONGEST_ID = 200;

    public ModelManifest {
        int idBytes = modelId.getBytes(StandardCharsets.UTF_8).length;
        if (idBytes < 1 || idBytes > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "model_id must be 1 to " + LONGEST_ID + " bytes of UTF-8, but was " + idBytes);
        }
        if (modelVersion < 0) {
            throw new IllegalArgumentException("model_version must be >= 0, but was " + modelVersion);
        }
        if (logOffset.isPresent() && logOffset.getAsLong() < 0) {
            throw new IllegalArgumentException("log_offset must be >= 0, but was " + logOffset.getAsLong());
        }
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks must be >= 1, but was " + blocks);
        }
        if (!checksum.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "checksum must be 64 digits of lower-case hex, but was " + Excerpt.quoted(checksum));
        }
    }

    /** The manifest as JSON; undefined figures are null. */
    public byte[] toJson() {
        return JsonRecords.write(ManifestJson.of(this));
    }

    /**
     * Reads a manifest of this or a newer writer: unknown fields are ignored.
     *
     * @throws CorruptDataException when it is not a manifest
     */
    public static ModelManifest parse(byte[] json) {
        try {
            return JsonRecords.read(json, ManifestJson.class, "a model's manifest")
                    .toManifest();
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            throw new CorruptDataException("a model's manifest cannot be read: " + e.getMessage(), e);
        }
    }
}
